import { type Enclosure, magnitudes } from './enclosure';
import { gamma, slack, tiny, up } from './rounding';
import type { PlainSpec } from './spec';

/**
 * One row that is, at every `z` of a box, at least `sum of m_r (c_r z + d_r)` in real numbers.
 *
 * With multipliers `m >= 0` it refutes a conjunction: where all its rows are `>= 0`, so is the sum; where the row made
 * here is below 0, the sum is, and one of the rows has to be below 0.
 *
 * A coefficient is a sum of products, rounded; what that lost, times the greatest `|z|` of its unit, goes into the constant.
 *
 * @param box that holds all outputs in question.
 * @returns `undefined` where something overflowed.
 */
export function combination(
  { c, d }: PlainSpec,
  multipliers: ArrayLike<number>,
  box: Enclosure,
): PlainSpec | undefined {
  const rows = d.length;
  const units = c.length / rows;
  const relative = gamma(rows);
  const row = new Float64Array(units);
  let error = 0;
  for (const [j, greatest] of magnitudes(box).entries()) {
    const [value, size] = dot(rows, multipliers, (r) => c[r * units + j]!);
    row[j] = value;
    error += (relative * size + tiny) * greatest;
  }
  const [value, size] = dot(rows, multipliers, (r) => d[r]!);
  const constant = up(value + (relative * size + tiny + error * slack));
  const finite = Number.isFinite(constant) && row.every((value) => Number.isFinite(value));
  return finite ? { c: row, d: Float64Array.of(constant) } : undefined;
}

/** A sum of products, and of their magnitudes. */
function dot(n: number, a: ArrayLike<number>, b: (r: number) => number): [number, number] {
  let [value, size] = [0, 0];
  for (let r = 0; r < n; r++) {
    const product = a[r]! * b(r);
    value += product;
    size += Math.abs(product);
  }
  return [value, size];
}
