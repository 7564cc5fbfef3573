import type { ElementwiseOp, NoParams, Pieces } from '../ops/definition';

/** An op on each unit by itself, from its function in float64. */
export function elementwise(value: (x: number) => number, pieces?: () => Pieces): ElementwiseOp<NoParams>;
/** One with parameters, of which the op must say the kinds. */
export function elementwise<P>(
  value: (x: number, params: P) => number,
  pieces?: (params: P) => Pieces,
): Omit<ElementwiseOp<P>, 'parameters'>;
export function elementwise(
  value: (x: number, params: NoParams) => number,
  pieces?: (params: NoParams) => Pieces,
): ElementwiseOp<NoParams> {
  return {
    family: 'elementwise',
    arity: 'unary',
    parameters: {},
    outputShape: ([input]) => input!,
    value,
    ...(pieces && { pieces }),
  };
}

/** `left x` below 0 and `x` above. */
export const kinkAtZero = (left: number): Pieces => ({ kinks: [0], slopes: [left, 1], shifts: [0, 0] });
