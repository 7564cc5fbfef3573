import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { createDevice, type Device } from '../runtime/device';
import { cases } from '../testing/cases';
import { expectClose, onCpu, onOnnx } from '../testing/compare';
import { kernels } from './table';

let device: Device;
beforeAll(async () => {
  device = await createDevice();
});

it('has a case for every kernel', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(kernels).sort());
});

it.each(Object.entries(cases))('%s gives what the cpu backend gives', async (kernel, calls) => {
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 10, maxLength: 10 }), async (many) => {
      const expected = await onCpu(kernel, many);
      for (const [i, actual] of (await onOnnx(device, kernel, many)).entries())
        expectClose(actual, expected[i]!);
    }),
    { seed: 3, numRuns: 3 },
  );
});

it('Step and Sign see numbers of every size, and keep NaN', async () => {
  const numbers = [1e-45, -1e-45, 0, 1e-38, -1e-38, 1, -1, 3e38, -3e38, Infinity, -Infinity, Number.NaN];
  const data = Float32Array.from([...numbers, ...numbers, ...numbers.slice(5)]); // vectors of 16, and a rest
  const x = { dtype: 'float32' as const, shape: [data.length], data };
  const run = async (kernel: string) =>
    (await onOnnx(device, kernel, [{ inputs: { x }, attributes: { alpha: 0 } }]))[0]!.output0!.data;
  const [step, sign] = [await run('Step'), await run('Sign')];
  const asExpected = data.map((number) => (Number.isNaN(number) ? number : Number(number > 0)));
  expect([...step]).toEqual([...asExpected]);
  expect([...sign].map((n) => n + 0)).toEqual([...data].map((n) => Math.sign(n)));
});

it('refuses padding under which tfjs and ONNX count different windows', async () => {
  const float = (shape: readonly number[]) => ({
    dtype: 'float32' as const,
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  const call = {
    inputs: { x: float([1, 5, 5, 1]), filter: float([1, 3, 1, 1]) },
    attributes: { strides: [1, 1], pad: 1, dimRoundingMode: 'floor', dataFormat: 'NHWC', dilations: [1, 1] },
  };
  await expect(onOnnx(device, 'Conv2D', [call])).rejects.toThrow(/7 x 7 windows fill the image/);
});
