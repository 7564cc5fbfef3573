import type { PlainNode } from '@ibp/core';
import { down, up } from './rounding';

/** A continuous function of one variable in linear pieces: `slopes[i] x + shifts[i]` from `kinks[i - 1]` to `kinks[i]`. */
export type Piecewise = {
  readonly kinks: readonly number[];
  readonly slopes: readonly number[];
  readonly shifts: readonly number[];
};

const atZero = (left: number): Piecewise => ({ kinks: [0], slopes: [left, 1], shifts: [0, 0] });
const relu = atZero(0);
const abs = atZero(-1);
const relu6: Piecewise = { kinks: [0, 6], slopes: [0, 1, 0], shifts: [0, 0, 6] };

/** The pieces of an activation, or `undefined` where it is not piecewise linear. */
export function piecewise(node: PlainNode): Piecewise | undefined {
  if (node.op === 'relu') return relu;
  if (node.op === 'leakyRelu') return atZero(node.params.alpha);
  if (node.op === 'abs') return abs;
  if (node.op === 'relu6') return relu6;
  return undefined;
}

/** Which piece `x` is on; at a kink, either is right. */
function pieceAt({ kinks }: Piecewise, x: number): number {
  let piece = 0;
  while (piece < kinks.length && x > kinks[piece]!) piece++;
  return piece;
}

/** The piece that all of `[lower, upper]` is on, if it is one. */
export function pieceOf(f: Piecewise, lower: number, upper: number): number | undefined {
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
export function valueAt(f: Piecewise, x: number, round: Round): number {
  const piece = pieceAt(f, x);
  return line(f.slopes[piece]!, f.shifts[piece]!, x, round);
}

/** Where a piecewise linear function minus a line may be greatest or least over `[lower, upper]`. */
export function corners({ kinks }: Piecewise, lower: number, upper: number): number[] {
  return [lower, upper, ...kinks.filter((kink) => kink > lower && kink < upper)];
}

/** The values `f` takes over an interval, rounded outward. */
export function rangeOf(f: Piecewise, lower: number, upper: number): [number, number] {
  const at = corners(f, lower, upper);
  return [Math.min(...at.map((x) => valueAt(f, x, down))), Math.max(...at.map((x) => valueAt(f, x, up)))];
}
