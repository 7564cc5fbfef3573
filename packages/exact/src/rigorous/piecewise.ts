import { type Pieces, type PlainNode, piecesOf } from '@ibp/core';
import { down, up } from './rounding';

/** The pieces of an activation, or `undefined` where it is not piecewise linear. */
export const piecewise = (node: PlainNode): Pieces | undefined => piecesOf(node.op, node.params);

/** Which piece `x` is on; at a kink, either is right. */
function pieceAt({ kinks }: Pieces, x: number): number {
  let piece = 0;
  while (piece < kinks.length && x > kinks[piece]!) piece++;
  return piece;
}

/** The piece that all of `[lower, upper]` is on, if it is one. */
export function pieceOf(f: Pieces, lower: number, upper: number): number | undefined {
  const piece = pieceAt(f, upper);
  return piece === 0 || lower >= f.kinks[piece - 1]! ? piece : undefined;
}

type Round = (x: number) => number;

/** `slope * x + shift`, rounded only where an operation is not exact. */
export function line(slope: number, shift: number, x: number, round: Round): number {
  const product = slope === 1 || slope === -1 || slope === 0 || x === 0 ? slope * x : round(slope * x);
  return shift === 0 || product === 0 ? product + shift : round(product + shift);
}

/** A number at least (at most, with {@link down}) `f(x)`. */
export function valueAt(f: Pieces, x: number, round: Round): number {
  const piece = pieceAt(f, x);
  return line(f.slopes[piece]!, f.shifts[piece]!, x, round);
}

/** Where a piecewise linear function minus a line may be greatest or least over `[lower, upper]`. */
export function corners({ kinks }: Pieces, lower: number, upper: number): number[] {
  return [lower, upper, ...kinks.filter((kink) => kink > lower && kink < upper)];
}

/** The values `f` takes over an interval, rounded outward. */
export function rangeOf(f: Pieces, lower: number, upper: number): [number, number] {
  const at = corners(f, lower, upper);
  return [Math.min(...at.map((x) => valueAt(f, x, down))), Math.max(...at.map((x) => valueAt(f, x, up)))];
}
