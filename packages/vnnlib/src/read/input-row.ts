import type { Enclosure } from '@ibp/exact';
import type { Atom } from '../atom';
import { nearestFloat, roundDecimal } from '../number/round';
import type { FloatRow } from './exact-row';

/** What a sum of `n` products loses in float64, and more: what it is multiplied by and added to it to be no less. */
const slack = (n: number): number => 1 + (n + 8) * 2 ** -50;

/**
 * The row `c x + d >= 0` of an atom of inputs, that holds wherever the atom does in the box: `d` makes up for what
 * rounding its coefficients changes there. Undefined where the box has no end for one of them, or a number is too large.
 */
export function inputRow(atom: Atom, { lower, upper }: Enclosure): FloatRow | undefined {
  const c: number[] = [];
  let error = 0;
  for (const [i, feature] of atom.variables.entries()) {
    const [below, above] = [false, true].map((upward) => roundDecimal(atom.coefficients[i]!, upward));
    c.push(nearestFloat(atom.coefficients[i]!));
    if (above !== below) error += (above! - below!) * Math.max(-lower[feature]!, upper[feature]!, 0);
  }
  const d = roundDecimal(atom.constant, true) + error * slack(atom.variables.length);
  // what the sum itself may have lost
  const above = error === 0 ? d : d + (Math.abs(d) * 2 ** -52 + Number.MIN_VALUE);
  return Number.isFinite(above) && c.every(Number.isFinite) ? { c, d: above } : undefined;
}
