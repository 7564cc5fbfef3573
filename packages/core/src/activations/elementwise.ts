import type { ElementwiseOp, NoParams, Pieces } from '../ops/definition';

/** An op on each unit by itself, from its function in float64. */
export const elementwise = <P = NoParams>(
  value: (x: number, params: P) => number,
  pieces?: (params: P) => Pieces,
): ElementwiseOp<P> => ({
  family: 'elementwise',
  arity: 'unary',
  outputShape: ([input]) => input!,
  value,
  ...(pieces && { pieces }),
});

/** `left x` below 0 and `x` above. */
export const kinkAtZero = (left: number): Pieces => ({ kinks: [0], slopes: [left, 1], shifts: [0, 0] });
