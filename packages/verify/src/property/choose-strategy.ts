import { type PlainNetwork, slopesAtZero } from '@ibp/core';
import type { Enclosure } from '@ibp/exact';
import type { PropertyStrategy } from './options';

/** The most inputs of a width that are cut themselves; cutting twice as many halves as often. */
const fewInputs = 20;

/**
 * Few inputs are cut themselves: every cut makes every hidden unit's bounds tighter. Of many, a cut of one changes little,
 * and the signs of activations are cut, if there are any.
 */
export function chooseStrategy(
  { nodes }: PlainNetwork,
  { lower, upper }: Enclosure,
): Exclude<PropertyStrategy, 'auto'> {
  const sensitive = lower.reduce((count, l, i) => count + (upper[i]! > l ? 1 : 0), 0);
  const kinked = nodes.some(({ op, params }) => slopesAtZero(op, params));
  return sensitive <= fewInputs || !kinked ? 'input-split' : 'branch-and-bound';
}
