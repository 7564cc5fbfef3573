import { dense, disposeNetwork, network } from '@ibp/layers';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { evaluate } from './evaluate';

/** A working backend whose results keep ten bits of significand, as float16 does. */
function registerHalfPrecision(): void {
  tf.registerBackend('half', () => new MathBackendCPU());
  for (const config of tf.getKernelsForBackend('cpu')) {
    const kernelFunc: tf.KernelFunc = (params) => {
      const output = config.kernelFunc(params);
      for (const { dataId } of [output].flat()) {
        const { values } = (params.backend as MathBackendCPU).data.get(dataId);
        if (!(values instanceof Float32Array)) continue;
        const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
        for (let i = 0; i < bits.length; i++) bits[i] = bits[i]! & 0xffffe000;
      }
      return output;
    };
    tf.registerKernel({ ...config, backendName: 'half', kernelFunc });
  }
}

describe('evaluate on a backend of half precision', () => {
  afterEach(() => tf.setBackend(process.env.IBP_BACKEND ?? 'wasm'));

  it('refuses to report a verified error', async () => {
    registerHalfPrecision();
    await tf.setBackend('half');
    const net = network([2], dense(2));
    const x = tf.tensor2d([[1, 0]]);
    await expect(evaluate(net, [{ x, labels: [0] }], { epsilon: 0.1 })).rejects.toThrow(
      /evaluate: expected a backend that computes in float32, got "half"/,
    );
    x.dispose();
    disposeNetwork(net);
  });
});
