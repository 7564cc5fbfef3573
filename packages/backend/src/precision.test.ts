import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { assertFloat32, probePrecision } from './precision';

/** x rounded to `bits` of significand and float16's range: to nearest, ties to even. */
function round(x: number, bits: number, range: boolean): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  const unit = 2 ** ((range ? Math.max(exponent, -14) : exponent) - bits);
  const steps = x / unit;
  const down = Math.floor(steps);
  const up = steps - down > 0.5 || (steps - down === 0.5 && down % 2 !== 0);
  const rounded = (up ? down + 1 : down) * unit;
  return range && Math.abs(rounded) > 65504 ? Math.sign(x) * Number.POSITIVE_INFINITY : rounded;
}

type Rounding = (backend: MathBackendCPU, info: tf.TensorInfo) => void;
const inPlace =
  (bits: number, range: boolean): Rounding =>
  (backend, info) => {
    const values = backend.data.get(info.dataId).values;
    if (values instanceof Float32Array) values.set(values.map((v) => round(v, bits, range)));
  };

/** A working backend of tfjs: the cpu backend, with operands or outputs of some kernels rounded. */
function registerRounding(name: string, kernels: RegExp, operands: Rounding, outputs: Rounding): void {
  tf.registerBackend(name, () => new MathBackendCPU());
  for (const config of tf.getKernelsForBackend('cpu')) {
    const kernelFunc: tf.KernelFunc = (params) => {
      if (!kernels.test(config.kernelName)) return config.kernelFunc(params);
      const backend = params.backend as MathBackendCPU;
      for (const input of Object.values(params.inputs)) if (input) operands(backend, input);
      const output = config.kernelFunc(params);
      for (const info of [output].flat()) outputs(backend, info);
      return output;
    };
    tf.registerKernel({ ...config, backendName: name, kernelFunc });
  }
}

const nothing: Rounding = () => undefined;
beforeAll(() => {
  registerRounding('half', /./, inPlace(10, true), inPlace(10, true));
  registerRounding('tf32', /BatchMatMul/, inPlace(10, false), nothing);
  registerRounding('halfConvolution', /^Conv2D$/, nothing, inPlace(10, true));
  registerRounding('bfloat', /./, inPlace(7, false), inPlace(7, false));
});

describe('probePrecision', () => {
  afterEach(() => tf.setBackend(process.env.IBP_BACKEND ?? 'wasm'));

  it('finds float32 on the backend under test', async () => {
    const { backend, epsilon, float32 } = await probePrecision();
    expect({ backend, epsilon, float32 }).toEqual({
      backend: tf.getBackend(),
      epsilon: 2 ** -23,
      float32: true,
    });
    await expect(assertFloat32('certify')).resolves.toBeUndefined();
  });

  it.each([
    ['float16 everywhere', 'half', 2 ** -10],
    ['the operands of matrix products rounded as in TF32', 'tf32', 2 ** -10],
    ['float16 in convolutions alone', 'halfConvolution', 2 ** -10],
    ['bfloat16 everywhere', 'bfloat', 2 ** -7],
  ])('finds %s, and refuses it', async (_, name, epsilon) => {
    await tf.setBackend(name);
    expect(await probePrecision()).toMatchObject({ backend: name, epsilon, float32: false });
    await expect(assertFloat32('certify')).rejects.toThrow(
      `certify: expected a backend that computes in float32, got "${name}"`,
    );
  });

  it('measures a backend once', async () => {
    expect(probePrecision()).toBe(probePrecision());
    await probePrecision();
  });
});
