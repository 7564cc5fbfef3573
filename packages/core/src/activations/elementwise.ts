import type { ElementwiseOp, NoParams, Pieces, PiecewiseOp } from '../ops/definition';

/** An op on each unit by itself, from its function in float64. */
export function elementwise(value: (x: number) => number): ElementwiseOp<NoParams>;
/** One that is linear in pieces. */
export function elementwise(value: (x: number) => number, pieces: () => Pieces): PiecewiseOp<NoParams>;
/** One with parameters, of which the op must say the kinds. */
export function elementwise<P>(value: (x: number, params: P) => number): Omit<ElementwiseOp<P>, 'parameters'>;
/** One with parameters that is linear in pieces. */
export function elementwise<P>(
  value: (x: number, params: P) => number,
  pieces: (params: P) => Pieces,
): Omit<PiecewiseOp<P>, 'parameters'>;
export function elementwise(
  value: (x: number, params: NoParams) => number,
  pieces?: (params: NoParams) => Pieces,
): PiecewiseOp<NoParams> {
  const op: ElementwiseOp<NoParams> = {
    family: 'elementwise',
    arity: 'unary',
    parameters: {},
    outputShape: ([input]) => input!,
    value,
    ...(pieces && { pieces }),
  };
  return op as PiecewiseOp<NoParams>; // those without pieces are not said to have any
}

/** `left x` below 0 and `x` above. */
export const kinkAtZero = (left: number): Pieces => ({ kinks: [0], slopes: [left, 1], shifts: [0, 0] });
