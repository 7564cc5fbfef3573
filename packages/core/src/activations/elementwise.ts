import type { ElementwiseOp, NoParams } from '../ops/definition';

/** An op on each unit by itself, from its function in float64. */
export const elementwise = <P = NoParams>(value: (x: number, params: P) => number): ElementwiseOp<P> => ({
  family: 'elementwise',
  arity: 'unary',
  outputShape: ([input]) => input!,
  value,
});
