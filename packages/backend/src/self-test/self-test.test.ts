import '../cpu';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { assertFloat32 } from '../precision';
import { selectBackend } from '../select-backend';
import { bound } from './bound';
import { selfTest } from './self-test';
import { trainingStep } from './training-step';

/** A working backend, cpu by another name, of which one kernel does something else. */
function register(name: string, kernelName?: string, change?: (stock: tf.KernelFunc) => tf.KernelFunc): void {
  tf.registerBackend(name, () => Object.assign(new MathBackendCPU(), { firstUse: false }));
  for (const config of tf.getKernelsForBackend('cpu')) {
    const kernelFunc =
      change && config.kernelName === kernelName ? change(config.kernelFunc) : config.kernelFunc;
    tf.registerKernel({ ...config, backendName: name, kernelFunc });
  }
}

/** Numbers that are 0, where a device dropped what it was told to do. */
const dropped =
  (when: (inputs: readonly tf.TensorInfo[]) => boolean) =>
  (stock: tf.KernelFunc): tf.KernelFunc =>
  (params) => {
    const output = stock(params) as tf.TensorInfo;
    const backend = params.backend as MathBackendCPU;
    if (when(Object.values(params.inputs) as tf.TensorInfo[])) {
      (backend.data.get(output.dataId).values as Float32Array).fill(0);
    }
    return output;
  };

const refused = {
  'sums of 8 or more tensors': [
    'AddN',
    dropped((inputs) => inputs.length >= 8),
    'a loss with a sum of 11 tensors',
  ],
  'products of rank 5': [
    'Multiply',
    dropped((inputs) => inputs.some(({ shape }) => shape.length === 5)),
    'a specification pulled back through a convolution',
  ],
  convolutions: ['Conv2D', dropped(() => true), 'interval bounds of a convolution'],
  'the gradients of convolutions': [
    'Conv2DBackpropFilter',
    dropped(() => true),
    'the gradients of kernel, bias and weights',
  ],
} as const;

describe('a backend that computes wrongly', () => {
  afterEach(async () => {
    await tf.setBackend(process.env.IBP_BACKEND ?? 'wasm');
    tf.removeBackend('webgpu');
    for (const { kernelName } of tf.getKernelsForBackend('webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
  });

  it.each(Object.entries(refused))('is refused: %s', async (_, [kernelName, change, what]) => {
    register('webgpu', kernelName, change);
    const before = tf.getBackend();
    const chosen = selectBackend({ prefer: 'webgpu', log: () => undefined });
    await expect(chosen).rejects.toThrow(`webgpu: expected ${what} to give [`);
    expect(tf.getBackend()).toBe(before);
  });

  it('is refused for certifying too, where it was chosen by hand', async () => {
    register(
      'webgpu',
      'Conv2D',
      dropped(() => true),
    );
    await tf.setBackend('webgpu');
    await expect(assertFloat32('certify')).rejects.toThrow(/^certify: expected /);
  });

  it('is told from one that computes rightly, which is taken by name alone, with a warning', async () => {
    register('webgpu');
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    expect((await selectBackend({ prefer: 'webgpu', log })).name).toBe('webgpu');
    expect(lines).toEqual([
      'backend: webgpu (@tensorflow/tfjs-backend-webgpu)',
      expect.stringMatching(/^backend: warning: tfjs .* computes wrongly on webgpu/),
    ]);
    const { name, tried } = await selectBackend({ prefer: '', log });
    expect([name, ...tried.map((t) => t.name)]).not.toContain('webgpu');
  });
});

describe('the self-test', () => {
  it.each(Object.entries({ bound, trainingStep }))(
    '%s has the stored numbers here to 5 digits',
    (_, check) => {
      const computed = check.compute();
      for (const [what, numbers] of Object.entries(check.expected)) {
        const got = computed[what]!.dataSync();
        for (const [i, n] of numbers.entries())
          expect(Math.abs(got[i]! - n)).toBeLessThan(1e-5 * Math.abs(n) + 1e-7);
      }
    },
  );

  it('runs once for a backend', async () => {
    await selfTest(['bound', 'trainingStep']);
    const compute = jest.spyOn(bound, 'compute');
    await selfTest(['bound', 'trainingStep']);
    expect(compute).not.toHaveBeenCalled();
    compute.mockRestore();
  });
});
