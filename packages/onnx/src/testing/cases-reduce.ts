import fc from 'fast-check';
import type { KernelCall } from './compare';
import * as g from './generators';

type Case = fc.Arbitrary<KernelCall>;

/** A shape and some of its axes. */
const withAxes = g
  .shapes(1)
  .chain((shape) => fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()], { minLength: 1 })));

const over = (
  element: (shape: readonly number[]) => fc.Arbitrary<KernelCall['inputs'][string]>,
  axesName: 'axis' | 'reductionIndices' = 'axis',
): Case =>
  withAxes
    .chain(([shape, axes]) => fc.tuple(element(shape), fc.constant(axes), fc.boolean()))
    .map(([x, axes, keepDims]) => ({ inputs: { x }, attributes: { [axesName]: axes, keepDims } }));

const floats =
  (element = g.any) =>
  (shape: readonly number[]) =>
    g.float(shape, element);

/** Along one axis, distinct elements but for repeats of the greatest. */
const oneAxis = (attributes: fc.Arbitrary<object>, element: fc.Arbitrary<number> = g.numbers): Case =>
  g
    .shapes(1)
    .chain((shape) => fc.tuple(g.float(shape, element), fc.nat(shape.length - 1), attributes))
    .map(([x, axis, more]) => ({ inputs: { x }, attributes: { axis, ...more } }));

const cumulative = fc.record({ exclusive: fc.boolean(), reverse: fc.boolean() });

const rows: Case = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }))
  .chain((shape) => g.float(shape, g.orNaN))
  .map((logits) => ({ inputs: { logits }, attributes: { dim: 1 } }));

export const reduceCases = {
  All: over(g.bool),
  Any: over(g.bool),
  ArgMax: oneAxis(fc.constant({}), g.integers),
  ArgMin: oneAxis(fc.constant({}), g.integers),
  Cumprod: oneAxis(cumulative),
  Cumsum: oneAxis(cumulative),
  Max: over(floats(), 'reductionIndices'),
  Mean: over(floats(g.orNaN)),
  Min: over(floats()),
  Prod: over(floats(g.orNaN)),
  Softmax: rows,
  Sum: fc.oneof(
    over(floats()),
    over((shape) => g.int(shape, g.integers)),
  ),
};
