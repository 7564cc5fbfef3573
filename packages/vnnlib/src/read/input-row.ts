import type { Enclosure, PlainSpec } from '@ibp/exact';
import type { Atom } from '../atom';
import { nearestFloat, roundDecimal } from '../number/round';

/** What a sum of `n` products loses in float64, and more: what it is multiplied by and added to it to be no less. */
const slack = (n: number): number => 1 + (n + 8) * 2 ** -50;

/**
 * The row `c x + d >= 0` of an atom of inputs, that holds wherever the atom does in the box: `d` makes up for what
 * rounding its coefficients changes there. Undefined where the box has no end for one of them, or a number is too large.
 */
export function inputRow(atom: Atom, { lower, upper }: Enclosure): PlainSpec | undefined {
  const c = new Float64Array(lower.length);
  let error = 0;
  for (const [i, feature] of atom.variables.entries()) {
    const [below, above] = [false, true].map((upward) => roundDecimal(atom.coefficients[i]!, upward));
    c[feature] = nearestFloat(atom.coefficients[i]!);
    if (above !== below) error += (above! - below!) * Math.max(-lower[feature]!, upper[feature]!, 0);
  }
  const d = roundDecimal(atom.constant, true) + error * slack(atom.variables.length);
  // what the sum itself may have lost
  const above = error === 0 ? d : d + (Math.abs(d) * 2 ** -52 + Number.MIN_VALUE);
  return Number.isFinite(above) && c.every(Number.isFinite) ? { c, d: Float64Array.of(above) } : undefined;
}

/** All rows as one specification. */
export function stacked(rows: readonly PlainSpec[]): PlainSpec {
  return {
    c: Float64Array.from(rows.flatMap(({ c }) => [...c])),
    d: Float64Array.from(rows.flatMap(({ d }) => [...d])),
  };
}
