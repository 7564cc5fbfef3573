import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { runOn, seeded } from './testing';

/** A shape and a box within it. */
const box = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.nat(), fc.nat()), { minLength: 1, maxLength: 5 })
  .map((axes) => axes.map(([n, from, count]) => ({ n: n > 6 ? (n % 3) + 1 : n, from, count })))
  .chain((axes) => fc.tuple(fc.constant(axes), fc.constantFrom(1, 40)))
  .map(([axes, widest]) => {
    const shape = axes.map(({ n }, i) => (i === axes.length - 1 ? n * widest : n));
    const begin = shape.map((n, i) => axes[i]!.from % (n + 1));
    const size = shape.map((n, i) => axes[i]!.count % (n - begin[i]! + 1));
    return { shape, begin, size };
  });

describe.each(['float32', 'int32', 'bool'] as const)('slices of %s on wasm', (dtype) => {
  it("agree with the cpu backend's own, bit by bit", () =>
    fc.assert(
      fc.asyncProperty(box, fc.nat(), async ({ shape, begin, size }, seed) => {
        const drawn = seeded(shape, seed).values;
        const values =
          dtype === 'float32' ? drawn : drawn.map((v) => (dtype === 'bool' ? +(v > 0) : Math.floor(v * 99)));
        const inputs = { x: { shape, values, dtype } };
        const expected = await runOn('cpu', 'Slice', inputs, { begin, size }, true);
        expect(await runOn('wasm', 'Slice', inputs, { begin, size })).toEqual(expected);
      }),
      { seed: 4, numRuns: 100 },
    ));
});

describe('on wasm', () => {
  beforeAll(() => tf.setBackend('wasm'));

  it('split gives the parts in their order, each a tensor of its own', () => {
    const parts = tf.split(tf.reshape(tf.range(0, 12), [2, 6]), [1, 3, 2], 1);
    expect(parts.map((part) => [part.shape, [...part.dataSync()]])).toEqual([
      [
        [2, 1],
        [0, 6],
      ],
      [
        [2, 3],
        [1, 2, 3, 7, 8, 9],
      ],
      [
        [2, 2],
        [4, 5, 10, 11],
      ],
    ]);
  });

  it('a slice takes numbers and text as they are: NaN, infinities, -0, strings', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, -0, 1];
    expect([...tf.slice(tf.tensor1d(odd), [0], [3]).dataSync()]).toEqual(odd.slice(0, 3));
    expect(tf.slice(tf.tensor1d(['a', 'b', 'c']), [1], [2]).dataSync()).toEqual(['b', 'c']);
    expect(tf.slice(tf.zeros([0, 3]), [0, 1], [0, 2]).shape).toEqual([0, 2]);
  });

  it('a slice far larger than the heap has room for moves the heap and is still right', () => {
    const x = tf.fill([2 ** 22], 3);
    const parts = Array.from({ length: 8 }, (_, i) => tf.slice(x, [i], [2 ** 21]));
    for (const part of parts) expect(tf.min(part).dataSync()[0]).toBe(3);
  });
});
