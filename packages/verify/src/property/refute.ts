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

/** Which of the conjunctions, and its rows `start` to before `end`. */
export type Conjunction = { readonly index: number; readonly start: number; readonly end: number };

/**
 * Whether no point of the box can have all rows of a conjunction at 0 or above: where one of them, of their sums that were
 * bounded, or a convex combination of these is below 0 on the whole box. The combination is looked for by mirror descent on
 * the greatest value of the lines' combination, which is convex in the multipliers; it ends early where the lines leave a
 * point to the conjunction, for which no combination will do.
 */
export function refute(box: Enclosure, lines: Lines, { index, start, end }: Conjunction): Refutation {
  const places = Array.from({ length: end - start }, (_, r) => start + r);
  const sums = (lines.sums ?? []).map((sum, k) => ({
    ...sum,
    at: lines.bounds.length - lines.sums!.length + k,
  }));
  const own = sums.filter(({ conjunction }) => conjunction === index);
  for (const { at } of own) places.push(at);
  const { bound, weights } = leastCombination(box, lines, places);
  const multipliers = weights.slice(0, end - start);
  own.forEach((sum, k) => {
    const weight = weights[end - start + k]!;
    for (const [r, m] of sum.multipliers.entries()) multipliers[r]! += weight * m;
  });
  return { refuted: bound < 0, multipliers, bound };
}

/** Weights of rows, at least 0 and 1 together but for rounding, and the bound that they give. */
function leastCombination(
  { lower, upper }: Enclosure,
  { coefficients, constants, bounds }: Lines,
  places: readonly number[],
): { readonly bound: number; readonly weights: Float64Array } {
  const rows = places.length;
  let best = 0;
  for (let r = 1; r < rows; r++) if (bounds[places[r]!]! < bounds[places[best]!]!) best = r;
  const alone = new Float64Array(rows);
  alone[best] = 1;
  let found = { bound: bounds[places[best]!]!, weights: alone };
  if (found.bound < 0 || rows === 1) return found;
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
    const bound = value + relative * size;
    if (bound < found.bound) found = { weights, bound };
    if (found.bound < 0 || Number.isNaN(bound)) return found;
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
