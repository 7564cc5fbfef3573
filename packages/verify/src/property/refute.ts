import type { Enclosure } from '@ibp/exact';
import type { Lines } from './lines';

/** What became of one conjunction on one box. */
export type Refutation = {
  readonly refuted: boolean;
  /** Multipliers of the conjunction's rows, at least 0 and 1 together, whose combination has the least bound found. */
  readonly multipliers: Float64Array;
  readonly bound: number;
};

/** More than what float64 makes of sums of fewer than 2^20 products, over the sum of their magnitudes. */
const relative = 2 ** -30;
const steps = 24;

/**
 * Whether no point of the box can have all rows `start` to before `end` at 0 or above: where one row, or a convex
 * combination of them, is below 0 on the whole box. The combination is looked for by mirror descent on the greatest
 * value of the lines' combination, which is convex in the multipliers; it ends early where the lines leave a point to
 * the conjunction, for which no combination will do.
 */
export function refute(
  { lower, upper }: Enclosure,
  { coefficients, constants, bounds }: Lines,
  { start, end }: { readonly start: number; readonly end: number },
): Refutation {
  const rows = end - start;
  let best = 0;
  for (let r = 1; r < rows; r++) if (bounds[start + r]! < bounds[start + best]!) best = r;
  const alone = new Float64Array(rows);
  alone[best] = 1;
  const single = { refuted: bounds[start + best]! < 0, multipliers: alone, bound: bounds[start + best]! };
  if (single.refuted || rows === 1) return single;
  const n = lower.length;
  let weights = new Float64Array(rows).fill(1 / rows);
  const point = new Float64Array(n);
  const values = new Float64Array(rows);
  let found: Refutation = single;
  for (let t = 0; t < steps; t++) {
    let [value, size] = [0, 0];
    for (let r = 0; r < rows; r++) {
      value += weights[r]! * constants[start + r]!;
      size += weights[r]! * Math.abs(constants[start + r]!);
    }
    for (let i = 0; i < n; i++) {
      let [sum, magnitude] = [0, 0];
      for (let r = 0; r < rows; r++) {
        const term = weights[r]! * coefficients[(start + r) * n + i]!;
        sum += term;
        magnitude += Math.abs(term);
      }
      point[i] = sum > 0 ? upper[i]! : lower[i]!;
      value += sum * point[i]!;
      size += magnitude * Math.max(Math.abs(lower[i]!), Math.abs(upper[i]!));
    }
    const bound = value + relative * size;
    if (bound < found.bound) found = { refuted: bound < 0, multipliers: weights, bound };
    if (found.refuted || Number.isNaN(bound)) return found;
    let greatest = 0;
    for (let r = 0; r < rows; r++) {
      let sum = constants[start + r]!;
      for (let i = 0; i < n; i++) sum += coefficients[(start + r) * n + i]! * point[i]!;
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
