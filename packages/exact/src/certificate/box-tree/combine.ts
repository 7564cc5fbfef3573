import type { Enclosure } from '../../rigorous/enclosure';

/** Upper bounds of the rows of a conjunction over a box, and the coefficients of the lines that they come from. */
export type BoundedRows = {
  readonly bounds: Float64Array;
  /** `[rows, features]`. */
  readonly coefficients: Float64Array;
};

const steps = 40;

/**
 * Multipliers, float32, of a conjunction's rows for which their sum has a small greatest value over a box: by mirror
 * descent on that of the lines, convex in the multipliers. A choice, and no proof: what it is worth is bounded anew.
 */
export function combine({ lower, upper }: Enclosure, { bounds, coefficients }: BoundedRows): Float64Array {
  const [rows, n] = [bounds.length, lower.length];
  const greatest = (r: number, i: number) => {
    const a = coefficients[r * n + i]!;
    return a > 0 ? a * upper[i]! : a * lower[i]!;
  };
  const constants = bounds.map((bound, r) => {
    let constant = bound;
    for (let i = 0; i < n; i++) constant -= greatest(r, i);
    return constant;
  });
  let weights = new Float64Array(rows).fill(1 / rows);
  let best = { weights, value: Number.POSITIVE_INFINITY };
  for (let t = 0; t < steps; t++) {
    // the corner of the box at which the sum is greatest, and the rows there
    const values = constants.slice();
    for (let i = 0; i < n; i++) {
      let slope = 0;
      for (let r = 0; r < rows; r++) slope += weights[r]! * coefficients[r * n + i]!;
      const x = slope > 0 ? upper[i]! : lower[i]!;
      for (let r = 0; r < rows; r++) values[r]! += coefficients[r * n + i]! * x;
    }
    const value = values.reduce((sum, v, r) => sum + v * weights[r]!, 0);
    if (value < best.value) best = { weights, value };
    const size = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) break;
    const rate = 3 / (size * Math.sqrt(t + 1));
    const next = weights.map((w, r) => w * Math.exp(-rate * values[r]!));
    const total = next.reduce((a, b) => a + b);
    weights = next.map((w) => w / total);
  }
  return best.weights.map(Math.fround);
}
