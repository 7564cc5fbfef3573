import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { expectClose, runOn, seeded } from './testing';

// on both sides of the size from which the kernel for it is used
const reduction = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    first: fc.nat(3),
    count: fc.integer({ min: 1, max: 4 }),
    keepDims: fc.boolean(),
    seed: fc.nat(),
  })
  .map((drawn) => ({
    ...drawn,
    axis: drawn.shape.map((_, i) => i).slice(drawn.first, drawn.first + drawn.count),
  }))
  .filter(({ axis }) => axis.length > 0);

describe('reductions over neighbouring axes', () => {
  it.each([['Sum'], ['Mean']])("%s agrees with the cpu backend's own kernel", (kernelName) =>
    fc.assert(
      fc.asyncProperty(reduction, async ({ shape, axis, keepDims, seed }) => {
        const x = seeded(shape, seed);
        const attrs = { axis, keepDims };
        // Mean is composed of other kernels on the cpu backend: its own tensors are not counted here
        const sum = await runOn('cpu', 'Sum', { x }, attrs, true);
        const count = axis.reduce((n, i) => n * shape[i]!, 1);
        const expected = kernelName === 'Sum' ? sum : { ...sum, values: sum.values.map((v) => v / count) };
        expectClose(await runOn('wasm', kernelName, { x }, attrs), expected);
      }),
      { seed: 4, numRuns: 150 },
    ),
  );

  it.each([[[3, 4097]], [[2, 70, 4]], [[40, 9, 9, 3]], [[8, 600, 12]]])(
    'NaN and infinities reach their own sum alone, of %j',
    async (shape) => {
      const x = seeded(shape, 1);
      const per = x.values.length / shape[0]!;
      const values = x.values.map((v, i) =>
        i === per + 5 ? Number.NaN : i === 3 ? Number.POSITIVE_INFINITY : v,
      );
      const axis = shape.map((_, i) => i).slice(1);
      const sums = await runOn('wasm', 'Sum', { x: { shape, values } }, { axis, keepDims: false });
      expect(sums.values.slice(0, 2)).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
      expect(sums.values.slice(2).every(Number.isFinite)).toBe(true);
    },
  );
});

describe('UnsortedSegmentSum', () => {
  it("agrees with the cpu backend's own kernel", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        async (ids, width, seed) => {
          const inputs = {
            x: seeded([ids.length, width], seed),
            segmentIds: { shape: [ids.length], values: ids, dtype: 'int32' as const },
          };
          const expected = await runOn('cpu', 'UnsortedSegmentSum', inputs, { numSegments: 5 });
          expectClose(await runOn('wasm', 'UnsortedSegmentSum', inputs, { numSegments: 5 }), expected);
        },
      ),
      { seed: 5, numRuns: 40 },
    ));
});
