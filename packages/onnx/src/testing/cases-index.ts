import fc from 'fast-check';
import type { KernelCall } from './compare';
import * as g from './generators';

type Case = fc.Arbitrary<KernelCall>;

const gatherCase: Case = fc
  .tuple(g.shapes(1, 3), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 0, maxLength: 2 }))
  .chain(([shape, indexShape]) =>
    fc
      .nat(shape.length - 1)
      .chain((axis) =>
        fc
          .tuple(g.float(shape, g.any), g.int(indexShape, fc.nat(shape[axis]! - 1)))
          .map(([x, indices]) => ({ inputs: { x, indices }, attributes: { axis, batchDims: 0 } })),
      ),
  );

const batchGather: Case = fc
  .tuple(g.float([2, 3, 2], g.any), g.int([2, 4], fc.nat(2)))
  .map(([x, indices]) => ({ inputs: { x, indices }, attributes: { axis: 1, batchDims: 1 } }));

const ranges = fc.record({
  start: g.integers,
  count: fc.integer({ min: 1, max: 6 }),
  step: fc.constantFrom(1, 2, -1, -3),
});

export const indexCases = {
  Fill: fc
    .record({ shape: g.shapes(), value: g.any })
    .map((attributes) => ({ inputs: {}, attributes: { ...attributes, dtype: 'float32' } })),
  GatherNd: fc
    .tuple(g.float([3, 2, 2], g.any), g.int([4, 2], fc.nat(1)))
    .map(([params, indices]) => ({ inputs: { params, indices } })),
  GatherV2: fc.oneof(gatherCase, batchGather),
  LinSpace: fc
    .record({ start: g.numbers, stop: g.numbers, num: fc.integer({ min: 1, max: 9 }) })
    .map((attributes) => ({ inputs: {}, attributes })),
  OneHot: fc
    .tuple(
      g.shapes(0, 2),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom([1, 0, 'int32'], [1, 0, 'float32'], [2.5, -1, 'float32'], [1, 0, 'bool']),
    )
    .chain(([shape, depth, [onValue, offValue, dtype]]) =>
      // also what is no class: -1 and the depth itself
      g
        .int(shape, fc.integer({ min: -2, max: depth + 1 }))
        .map((indices) => ({ inputs: { indices }, attributes: { depth, onValue, offValue, dtype } })),
    ),
  OnesLike: g
    .shapes()
    .chain((s) => g.float(s, g.any))
    .map((x) => ({ inputs: { x } })),
  Range: ranges.chain(({ start, count, step }) =>
    fc
      .constantFrom('int32', 'float32')
      .map((dtype) => ({ inputs: {}, attributes: { start, stop: start + count * step, step, dtype } })),
  ),
  ScatterNd: fc
    .tuple(g.int([5, 1], fc.nat(3)), g.float([5, 2], g.numbers))
    .map(([indices, updates]) => ({ inputs: { indices, updates }, attributes: { shape: [4, 2] } })),
  TopK: fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 8, maxLength: 8 }).chain((values) =>
    fc.integer({ min: 1, max: 4 }).map((k) => ({
      inputs: { x: { dtype: 'float32', shape: [2, 4], data: Float32Array.from(values) } as const },
      attributes: { k, sorted: true },
    })),
  ),
  UnsortedSegmentSum: fc
    .tuple(g.float([4, 2, 3], g.numbers), g.int([4], fc.integer({ min: -1, max: 3 })))
    .map(([x, segmentIds]) => ({ inputs: { x, segmentIds }, attributes: { numSegments: 3 } })),
  ZerosLike: g
    .shapes()
    .chain((s) => g.float(s, g.any))
    .map((x) => ({ inputs: { x } })),
};
