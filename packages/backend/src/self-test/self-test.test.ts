import '../cpu';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { assertFloat32 } from '../precision';
import { selectBackend } from '../select-backend';
import { bound } from './bound';
import { kinds } from './kinds';
import { reading } from './reading';
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

/** For one number after the other, what a shader makes of two of them that was compiled as if there were no NaN. */
const assumingNumbers = (): tf.KernelFunc => (params) => {
  const { a, b } = params.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const backend = params.backend as MathBackendCPU;
  const [x, y] = [a, b].map(({ dataId }) => backend.data.get(dataId).values as Float32Array);
  const isLess = Uint8Array.from(x!, (value, i) => (value >= y![i % y!.length]! ? 0 : 1));
  return backend.makeTensorInfo(a.shape, 'bool', isLess);
};

const isOf =
  (...dtypes: tf.DataType[]) =>
  ([x]: readonly tf.TensorInfo[]) =>
    dtypes.includes(x!.dtype) && x!.shape.length > 2;

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
  'transposes of int32': ['Transpose', dropped(isOf('int32')), 'a transpose of int32'],
  'transposes of bool': ['Transpose', dropped(isOf('bool')), 'a transpose of bool'],
  'comparisons with NaN': ['Less', assumingNumbers, 'what comes of NaN and infinity'],
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
    tf.removeBackend('webgl');
    for (const { kernelName } of tf.getKernelsForBackend('webgl')) tf.unregisterKernel(kernelName, 'webgl');
  });

  it.each(Object.entries(refused))('is refused: %s', async (_, [kernelName, change, what]) => {
    register('webgl', kernelName, change);
    const before = tf.getBackend();
    const chosen = selectBackend({ prefer: 'webgl', log: () => undefined });
    await expect(chosen).rejects.toThrow(`webgl: expected ${what} to give [`);
    expect(tf.getBackend()).toBe(before);
  });

  it('is refused where nothing can be read at once, as in Node', async () => {
    register('webgl');
    tf.removeBackend('webgl');
    const readSync = () => {
      throw new Error('OffscreenCanvas is not defined');
    };
    const cpu = new MathBackendCPU();
    const read = (id: object) => Promise.resolve(MathBackendCPU.prototype.readSync.call(cpu, id));
    tf.registerBackend('webgl', () => Object.assign(cpu, { firstUse: false, readSync, read }));
    await expect(selectBackend({ prefer: 'webgl', log: () => undefined })).rejects.toThrow(
      /webgl: expected what dataSync reads to give \[11,22,29.5\] .*got an error: OffscreenCanvas/,
    );
    // who waits for what it reads may have it
    const log = () => undefined;
    expect((await selectBackend({ prefer: 'webgl', atOnce: false, log })).name).toBe('webgl');
  });

  it('is refused for certifying too, where it was chosen by hand', async () => {
    register(
      'webgl',
      'Conv2D',
      dropped(() => true),
    );
    await tf.setBackend('webgl');
    await expect(assertFloat32('certify')).rejects.toThrow(/^certify: expected /);
  });

  it('is told from one that computes rightly, which is taken by name alone', async () => {
    register('webgl');
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    expect((await selectBackend({ prefer: 'webgl', log })).name).toBe('webgl');
    expect(lines).toEqual(['backend: webgl (@tensorflow/tfjs-backend-webgl)']);
    const { name, tried } = await selectBackend({ prefer: '', log });
    expect([name, ...tried.map((t) => t.name)]).not.toContain('webgl');
  });
});

describe('the self-test', () => {
  it.each(Object.entries({ kinds, reading, bound, trainingStep }))(
    '%s has the stored numbers here to 5 digits',
    (_, check) => {
      const computed = check.compute();
      for (const [what, numbers] of Object.entries(check.expected)) {
        const got = computed[what]!.dataSync();
        const isNear = (n: number, i: number) =>
          Object.is(got[i], n) || Math.abs(got[i]! - n) < 1e-5 * Math.abs(n) + 1e-7;
        expect(numbers.filter((n, i) => !isNear(n, i))).toEqual([]);
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
