import { type Ends, type Expression, ends } from './expression';
import { Refusal } from './refusal';

/** A unit of the network: its expression, and ends of its real value. */
export type Unit = { readonly expression: Expression; readonly lower: number; readonly upper: number };

/** Larger numbers than this are refused: the solver's tolerances mean nothing beside them. */
const LARGEST = 1e6;

/**
 * A unit with the ends that its columns imply, cut with what is known of it, widened by `widening (1 + |bound|)`.
 *
 * @param asGiven what is known of it counts, and nothing else.
 */
export function unitOf(
  expression: Expression,
  columns: Ends,
  known?: { readonly lower: number; readonly upper: number; readonly widening: number },
  asGiven = false,
): Unit {
  let [lower, upper] = known && asGiven ? [known.lower, known.upper] : ends(expression, columns);
  if (known && !asGiven) {
    lower = Math.max(lower, known.lower - known.widening * (1 + Math.abs(known.lower)));
    upper = Math.min(upper, known.upper + known.widening * (1 + Math.abs(known.upper)));
  }
  // written so that NaN is refused
  if (!(Math.max(-lower, upper, expression.slack) <= LARGEST)) {
    throw new Refusal('not-finite', `a unit in [${lower}, ${upper}], more than ${LARGEST} or not a number`);
  }
  if (lower > upper) throw new Refusal('failure', `bounds exclude each other: [${lower}, ${upper}]`);
  return { expression, lower, upper };
}
