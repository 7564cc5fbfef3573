import fc from 'fast-check';
import type { KernelCall } from './compare';
import * as g from './generators';

type Case = fc.Arbitrary<KernelCall>;
type Shape = readonly number[];

/** A float tensor under a name, with attributes made from its shape. */
const of = (
  name: string,
  shape: fc.Arbitrary<number[]>,
  attributes: (shape: Shape) => fc.Arbitrary<object>,
  element: fc.Arbitrary<number> = g.any,
): Case =>
  shape
    .chain((s) => fc.tuple(g.float(s, element), attributes(s)))
    .map(([x, attrs]) => ({ inputs: { [name]: x }, attributes: attrs }));

const axis = (shape: Shape) => fc.record({ axis: fc.nat(shape.length - 1) });
const each = <T>(shape: Shape, make: (n: number) => fc.Arbitrary<T>) => fc.tuple(...shape.map(make));
const permutation = (shape: Shape) => fc.shuffledSubarray([...shape.keys()], { minLength: shape.length });

/** Where a part of each axis begins and how long it is. */
const parts = (shape: Shape) =>
  each(shape, (n) =>
    fc.nat(n - 1).chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 1, max: n - begin }))),
  );

const many = (count: number, alike: boolean): Case =>
  g
    .shapes(1, 3)
    .chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.nat(shape.length - 1),
        fc.array(fc.nat(3), { minLength: count, maxLength: count }),
      ),
    )
    .chain(([shape, along, lengths]) =>
      fc.tuple(
        fc.constant(along),
        ...lengths.map((n) => g.float(alike ? shape : shape.map((m, i) => (i === along ? n : m)), g.any)),
      ),
    )
    .filter(([, ...tensors]) => tensors.some(({ data }) => data.length > 0))
    .map(([along, ...tensors]) => ({
      inputs: Object.fromEntries(tensors.map((t, i) => [`${i}`, t])),
      attributes: { axis: along },
    }));

const paddings = (most: (n: number) => number) => (shape: Shape) =>
  each(shape, (n) => fc.tuple(fc.nat(most(n)), fc.nat(most(n))));

// not both strides and an axis dropped, of which the cpu backend reads past the end
const strided = (shape: Shape) =>
  fc.tuple(parts(shape), fc.boolean()).chain(([chosen, dropsAxis]) =>
    fc.record({
      begin: fc.constant(chosen.map(([begin]) => begin)),
      end: fc.constant(chosen.map(([begin, size]) => begin + size)),
      strides: each(shape, () => fc.integer({ min: 1, max: dropsAxis ? 1 : 2 })),
      beginMask: fc.nat(3),
      endMask: fc.nat(3),
      shrinkAxisMask: fc.constant(dropsAxis ? 1 : 0),
      newAxisMask: fc.constant(0),
      ellipsisMask: fc.constant(0),
    }),
  );

const casts = fc.oneof(
  of(
    'x',
    g.shapes(),
    () => fc.constantFrom({ dtype: 'int32' }, { dtype: 'bool' }, { dtype: 'float32' }),
    g.numbers,
  ),
  g
    .shapes()
    .chain((s) => g.int(s, g.integers))
    .map((x) => ({ inputs: { x }, attributes: { dtype: 'bool' } })),
  g
    .shapes()
    .chain((s) => g.int(s, g.integers))
    .map((x) => ({ inputs: { x }, attributes: { dtype: 'float32' } })),
  g
    .shapes()
    .chain(g.bool)
    .map((x) => ({ inputs: { x }, attributes: { dtype: 'float32' } })),
  g
    .shapes()
    .chain(g.bool)
    .map((x) => ({ inputs: { x }, attributes: { dtype: 'int32' } })),
);

export const shapeCases = {
  Cast: casts,
  Concat: fc.oneof(many(1, false), many(2, false), many(3, false)),
  ExpandDims: of('input', g.shapes(), (shape) =>
    fc.record({ dim: fc.integer({ min: -1, max: shape.length }) }),
  ),
  Identity: of('x', g.shapes(), () => fc.constant({})),
  MirrorPad: of('x', g.shapes(1, 3), (shape) =>
    fc.oneof(
      fc.record({ mode: fc.constant('symmetric'), paddings: paddings((n) => n)(shape) }),
      fc.record({ mode: fc.constant('reflect'), paddings: paddings((n) => n - 1)(shape) }),
    ),
  ),
  Pack: fc.oneof(many(1, true), many(3, true)),
  PadV2: of('x', g.shapes(1), (shape) =>
    fc.record({ paddings: paddings(() => 2)(shape), constantValue: g.any }),
  ),
  Reshape: of('x', g.shapes(), (shape) =>
    fc.constantFrom({ shape: [g.sizeOf(shape)] }, { shape: [-1, 1] }, { shape: [1, ...shape] }),
  ),
  Reverse: of('x', g.shapes(), (shape) => fc.record({ dims: fc.subarray([...shape.keys()]) })),
  Slice: of('x', g.shapes(1), (shape) =>
    parts(shape).map((chosen) => ({ begin: chosen.map(([b]) => b), size: chosen.map(([, size]) => size) })),
  ),
  SplitV: of('x', fc.constantFrom([4], [2, 4], [4, 3], [1, 4, 2]), (shape) =>
    fc
      .constantFrom(1, 2, [1, 3], [3, -1], [2, 0, 2])
      .map((numOrSizeSplits) => ({ numOrSizeSplits, axis: shape.indexOf(4) })),
  ),
  StridedSlice: of('x', g.shapes(1), strided),
  Tile: of('x', g.shapes(1), (shape) =>
    fc.record({ reps: each(shape, () => fc.integer({ min: 1, max: 3 })) }),
  ),
  Transpose: of('x', g.shapes(), (shape) => fc.record({ perm: permutation(shape) })),
  Unpack: of('value', g.shapes(1), axis),
};
