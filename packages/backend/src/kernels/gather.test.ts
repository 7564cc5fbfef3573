import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { expectClose, runOn, seeded } from './testing';

const dim = fc.integer({ min: 1, max: 4 });
const problem = fc
  .record({
    shape: fc.array(dim, { minLength: 2, maxLength: 4 }),
    axis: fc.nat(3),
    batchDims: fc.nat(2),
    count: dim,
    seed: fc.nat(),
  })
  .filter(({ shape, axis, batchDims }) => axis < shape.length && batchDims <= axis);

describe('gather on wasm', () => {
  it("agrees with the cpu backend's own", () =>
    fc.assert(
      fc.asyncProperty(problem, async ({ shape, axis, batchDims, count, seed }) => {
        const indexShape = [...shape.slice(0, batchDims), count];
        const random = seeded(indexShape, seed + 1).values;
        const values = random.map((v) => Math.floor(((v + 1) / 2) * shape[axis]!));
        const inputs = {
          x: seeded(shape, seed),
          indices: { shape: indexShape, values, dtype: 'int32' as const },
        };
        const attrs = { axis, batchDims };
        const expected = await runOn('cpu', 'GatherV2', inputs, attrs, true);
        expectClose(await runOn('wasm', 'GatherV2', inputs, attrs), expected);
      }),
      { seed: 6, numRuns: 100 },
    ));

  const x = { shape: [3, 4], values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
  const indices = (values: number[]) => ({ shape: [3, 2], values, dtype: 'int32' as const });
  const attrs = { axis: 1, batchDims: 1 };

  it("needs this: the backend's own misreads a batch", async () => {
    const inputs = { x, indices: indices([3, 0, 1, 1, 0, 2]) };
    expect((await runOn('wasm', 'GatherV2', inputs, attrs)).values).toEqual([3, 0, 5, 5, 8, 10]);
    expect((await runOn('wasm', 'GatherV2', inputs, attrs, true)).values).not.toEqual([3, 0, 5, 5, 8, 10]);
  });

  it('takes long slices, and leaves each NaN as it is', async () => {
    const bits = new Uint32Array([0x7fc00000, 0xffc00000, 0x7fc00001, 0x3f800000]);
    for (const length of [4, 40]) {
      const rows = new Float32Array(3 * length);
      new Uint32Array(rows.buffer).set(bits, 2 * length);
      const picked = tf.gather(tf.tensor(rows, [3, length]), tf.tensor1d([2, 0, 2], 'int32'));
      const given = new Uint32Array((picked.dataSync() as Float32Array).buffer);
      for (const row of [0, 2])
        expect([...given.subarray(row * length, row * length + 4)]).toEqual([...bits]);
      expect(picked.shape).toEqual([3, length]);
    }
  });

  it('takes booleans and whole numbers', () => {
    const ids = tf.tensor1d([1, 1, 0], 'int32');
    expect(tf.gather(tf.tensor1d([true, false], 'bool'), ids).arraySync()).toEqual([0, 0, 1]);
    expect(
      tf
        .gather(
          tf.tensor2d(
            [
              [1, 2 ** 30 + 1],
              [3, 4],
            ],
            [2, 2],
            'int32',
          ),
          ids,
        )
        .arraySync(),
    ).toEqual([
      [3, 4],
      [3, 4],
      [1, 2 ** 30 + 1],
    ]);
  });

  it('refuses an index out of range', async () => {
    await tf.setBackend('wasm');
    const ids = tf.tensor2d(
      [
        [3, 0],
        [1, 4],
        [0, 2],
      ],
      [3, 2],
      'int32',
    );
    expect(() => tf.gather(tf.reshape(tf.range(0, 12), [3, 4]), ids, 1, 1)).toThrow(
      /index value 4 is not in/,
    );
  });
});
