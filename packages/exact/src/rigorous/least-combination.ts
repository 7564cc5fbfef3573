import type { Enclosure } from './enclosure';

/**
 * Upper bounds of rows over a box: each row is at most `coefficients x + constants` at every input of the box, and at most
 * `bounds` on all of it. `coefficients` is `[rows, inputs]`, row by row. NaN bounds nothing.
 */
export type RowLines = {
  readonly coefficients: Float64Array;
  readonly constants: Float64Array;
  readonly bounds: Float64Array;
};

/** More than what float64 makes of sums of fewer than 2^20 products, over the sum of their magnitudes. */
const relative = 2 ** -30;
/** More than products lose that are too small for float64. */
const underflow = 2 ** -1040;

/** Options of `leastCombination`. */
export type LeastCombinationOptions = {
  /** Of the search; 24 unless given. */
  readonly steps?: number;
  /** A bound below which no better one is looked for; 0 unless given. */
  readonly enough?: number;
};

/**
 * Weights of some rows, at least 0 and 1 together but for rounding, for which their sum has a small greatest value over a
 * box, and a bound of that sum, which has paid for its rounding: below 0, no input of the box has all these rows at 0 or
 * above. By mirror descent on the greatest value of the lines' combination, which is convex in the weights; it ends early
 * where the bound is low enough, and where the lines leave a point to all rows, for which no combination will do.
 *
 * @param places which rows; at least one.
 *
 * @example
 * ```ts
 * import { leastCombination } from '@ibp/exact';
 *
 * // x - 0.25 and -x, both 0 or above nowhere in [0, 1]
 * const box = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
 * const [coefficients, constants] = [Float64Array.of(1, -1), Float64Array.of(-0.25, 0)];
 * const lines = { coefficients, constants, bounds: Float64Array.of(0.75, 0) };
 * console.log(leastCombination(box, lines, [0, 1]).bound < 0); // true
 * ```
 */
export function leastCombination(
  { lower, upper }: Enclosure,
  { coefficients, constants, bounds }: RowLines,
  places: readonly number[],
  { steps = 24, enough = 0 }: LeastCombinationOptions = {},
): { readonly bound: number; readonly weights: Float64Array } {
  const rows = places.length;
  let best = 0;
  for (let r = 1; r < rows; r++) {
    const [least, own] = [bounds[places[best]!]!, bounds[places[r]!]!];
    if (own < least || Number.isNaN(least)) best = r;
  }
  const alone = new Float64Array(rows);
  alone[best] = 1;
  let found = { bound: bounds[places[best]!]!, weights: alone };
  if (found.bound < enough || rows === 1) return found;
  const n = lower.length;
  let weights = new Float64Array(rows).fill(1 / rows);
  const point = new Float64Array(n);
  const values = new Float64Array(rows);
  for (let t = 0; t < steps; t++) {
    let value = 0;
    let size = 0;
    for (let r = 0; r < rows; r++) {
      value += weights[r]! * constants[places[r]!]!;
      size += weights[r]! * Math.abs(constants[places[r]!]!);
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      let magnitude = 0;
      for (let r = 0; r < rows; r++) {
        const term = weights[r]! * coefficients[places[r]! * n + i]!;
        sum += term;
        magnitude += Math.abs(term);
      }
      point[i] = sum > 0 ? upper[i]! : lower[i]!;
      value += sum * point[i]!;
      size += magnitude * Math.max(Math.abs(lower[i]!), Math.abs(upper[i]!));
    }
    const bound = value + (relative * size + underflow);
    if (bound < found.bound) found = { weights, bound };
    if (found.bound < enough || Number.isNaN(bound)) return found;
    let greatest = 0;
    for (let r = 0; r < rows; r++) {
      let sum = constants[places[r]!]!;
      for (let i = 0; i < n; i++) sum += coefficients[places[r]! * n + i]! * point[i]!;
      values[r] = sum;
      greatest = Math.max(greatest, Math.abs(sum));
    }
    if (!(greatest > 0) || values.every((v) => v >= 0)) return found;
    const rate = 3 / (greatest * Math.sqrt(t + 1));
    const next = weights.map((w, r) => w * Math.exp(-rate * values[r]!));
    const total = next.reduce((a, b) => a + b);
    weights = next.map((w) => w / total);
  }
  return found;
}
