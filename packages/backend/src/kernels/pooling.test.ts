import fc from 'fast-check';
import '../cpu';
import '../wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expectClose, runOn, seeded } from './testing';

const pooling = fc.record({
  shape: fc.tuple(...[2, 8, 8, 3].map((max) => fc.integer({ min: max === 8 ? 3 : 1, max }))),
  filterSize: fc.tuple(...[0, 0].map(() => fc.integer({ min: 1, max: 3 }))),
  strides: fc.tuple(...[0, 0].map(() => fc.integer({ min: 1, max: 3 }))),
  pad: fc.constantFrom('valid' as const, 'same' as const),
  shift: fc.constantFrom(-2, 0, 2), // -2: every window is negative
  seed: fc.nat(),
});

function problem({
  shape,
  filterSize,
  strides,
  pad,
  shift,
  seed,
}: typeof pooling extends fc.Arbitrary<infer T> ? T : never) {
  const info = tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize as [number, number],
    strides as [number, number],
    1,
    pad,
  );
  const random = seeded(shape, seed);
  const input = { ...random, values: random.values.map((v) => v + shift) };
  return { input, dy: seeded(info.outShape, seed + 1), attrs: { filterSize, strides, pad } };
}

describe('the gradients of pooling', () => {
  it.each([['MaxPoolGrad'], ['AvgPoolGrad']])("%s agrees with the cpu backend's own kernel", (kernelName) =>
    fc.assert(
      fc.asyncProperty(pooling, async (drawn) => {
        const { input, dy, attrs } = problem(drawn);
        const expected = await runOn('cpu', kernelName, { dy, input, output: dy }, attrs, true);
        expectClose(await runOn('wasm', kernelName, { dy, input, output: dy }, attrs), expected);
      }),
      { seed: 2, numRuns: 60 },
    ),
  );

  it("needs this: the wasm backend's own MaxPoolGrad is wrong where all values are negative", async () => {
    const input = { shape: [1, 2, 2, 1], values: [-4, -3, -1, -2] };
    const dy = { shape: [1, 1, 1, 1], values: [1] };
    const attrs = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
    const run = (stock: boolean) => runOn('wasm', 'MaxPoolGrad', { dy, input, output: dy }, attrs, stock);
    expect((await run(false)).values).toEqual([0, 0, 1, 0]);
    expect((await run(true)).values).not.toEqual([0, 0, 1, 0]);
  });
});
