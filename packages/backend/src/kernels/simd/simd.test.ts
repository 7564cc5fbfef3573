import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../../cpu';
import '../../wasm';
import { expectClose, runOn, seeded } from '../testing';
import { simdOf } from './simd';

beforeAll(() => tf.setBackend('wasm'));

const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] };
const nan = (shape: number[], at: number) => {
  const drawn = seeded(shape, 1);
  return { ...drawn, values: drawn.values.map((v, i) => (i === at ? Number.NaN : v)) };
};

it('the kernels are there, over the memory of the backend', () => {
  const simd = simdOf(tf.backend())!;
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]);
  expect([...new Float32Array(simd.heap().buffer, simd.at(x), 8)]).toEqual([...x.dataSync()]);
  expect(simdOf(tf.backend())).toBe(simd);
});

it('there are none on other backends', async () => {
  await tf.setBackend('cpu');
  expect(simdOf(tf.backend())).toBeUndefined();
  await tf.setBackend('wasm');
});

/** Of sizes on both sides of those that the kernels cut work into: 4 rows, 8 columns, 64 pixels, 128 rows, sums of 512. */
const products = fc.record({
  rows: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 125, max: 135 })),
  inner: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 510, max: 520 })),
  columns: fc.integer({ min: 1, max: 20 }),
  batch: fc.constantFrom(
    [[], []],
    [[3], []],
    [[3], [1]],
    [[2], [2]],
    [
      [2, 2],
      [2, 2],
    ],
  ),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.nat(),
});

it('products agree with those of the cpu backend', () =>
  fc.assert(
    fc.asyncProperty(
      products,
      async ({ rows: m, inner: k, columns: n, batch, transposeA, transposeB, seed }) => {
        const a = seeded([...batch[0]!, ...(transposeA ? [k, m] : [m, k])], seed);
        const b = seeded([...batch[1]!, ...(transposeB ? [n, k] : [k, n])], seed + 1);
        const flags = { transposeA, transposeB };
        const expected = await runOn('cpu', 'BatchMatMul', { a, b }, flags, true);
        expectClose(await runOn('wasm', 'BatchMatMul', { a, b }, flags), expected);
      },
    ),
    { seed: 7, numRuns: 100 },
  ));

const convolutions = fc.record({
  batch: fc.integer({ min: 1, max: 9 }),
  side: fc.integer({ min: 4, max: 12 }),
  channels: fc.integer({ min: 1, max: 9 }),
  kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  filters: fc.integer({ min: 1, max: 18 }),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  pad: fc.constantFrom('valid', 'same'),
  seed: fc.nat(),
});

it('convolutions and their gradients agree with those of the cpu backend', () =>
  fc.assert(
    fc.asyncProperty(convolutions, async ({ batch, side, channels, kernel, filters, strides, pad, seed }) => {
      const inputShape = [batch, side, side + 1, channels];
      const filterShape = [...kernel, channels, filters];
      const given = { ...attrs, strides, pad, inputShape, filterShape };
      const [x, filter] = [seeded(inputShape, seed), seeded(filterShape, seed + 1)];
      const y = await runOn('cpu', 'Conv2D', { x, filter }, given, true);
      expectClose(await runOn('wasm', 'Conv2D', { x, filter }, given), y);
      const dy = seeded(y.shape, seed + 2);
      for (const [name, inputs] of [
        ['Conv2DBackpropInput', { dy, filter }],
        ['Conv2DBackpropFilter', { x, dy }],
      ] as const)
        expectClose(await runOn('wasm', name, inputs, given), await runOn('cpu', name, inputs, given, true));
    }),
    { seed: 8, numRuns: 60 },
  ));

it.each([4, 8, 12, 40])('sums of columns agree, and NaN stays in its own, of %d', async (columns) => {
  const x = seeded([600, columns], columns);
  const leading = { axis: [0], keepDims: false };
  expectClose(await runOn('wasm', 'Sum', { x }, leading), await runOn('cpu', 'Sum', { x }, leading, true));
  const { values } = await runOn('wasm', 'Sum', { x: nan([2000, columns], 5 * columns + 1) }, leading);
  expect(values.map(Number.isNaN)).toEqual(values.map((_, i) => i === 1));
});

it('NaN reaches what is computed of it and nothing else', async () => {
  const [rows, inner, columns] = [9, 6, 11];
  const flags = { transposeA: false, transposeB: false };
  const a = await runOn(
    'wasm',
    'BatchMatMul',
    { a: nan([rows, inner], 2 * inner), b: seeded([inner, columns], 2) },
    flags,
  );
  expect(a.values.map(Number.isNaN)).toEqual(a.values.map((_, i) => Math.floor(i / columns) === 2));
  const b = await runOn(
    'wasm',
    'BatchMatMul',
    { a: seeded([rows, inner], 2), b: nan([inner, columns], columns + 3) },
    flags,
  );
  expect(b.values.map(Number.isNaN)).toEqual(b.values.map((_, i) => i % columns === 3));
  // the first pixel of the second image, which its first window alone sees
  const x = nan([2, 4, 4, 1], 16);
  const y = await runOn('wasm', 'Conv2D', { x, filter: seeded([2, 2, 1, 3], 2) }, attrs);
  expect(y.values.flatMap((v, i) => (Number.isNaN(v) ? [i] : []))).toEqual([27, 28, 29]);
});

it('a product of nothing to add up, and one of nothing, are left to the backend', async () => {
  const flags = { transposeA: false, transposeB: false };
  const none = await runOn('wasm', 'BatchMatMul', { a: seeded([0, 3], 1), b: seeded([3, 2], 2) }, flags);
  expect(none).toEqual({ shape: [0, 2], values: [] });
});
