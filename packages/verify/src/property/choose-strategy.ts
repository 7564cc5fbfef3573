import { isMaxNode, type PlainNetwork, slopesAtZero } from '@ibp/core';
import { type Enclosure, linesOf } from '@ibp/exact';
import type { PropertyStrategy } from './options';
import { hasProducts } from './product-split/product-split';

/** One of several strategies, and which share of the time that is left it has; the last has all. */
export type Turn = { readonly strategy: Exclude<PropertyStrategy, 'auto'>; readonly share: number };

/** Of at most so many features these alone are cut; of at most so many they are first; of more than so many, never. */
const [alone, first, many] = [6, 20, 64];

/**
 * Few features are cut themselves: every cut makes every hidden unit's bounds tighter. Of many, a cut of one changes little,
 * and what activations and max pools take in is cut, if there are any. In between, and of smooth ones alone, neither is sure: what one
 * leaves, the other takes up. One hidden layer is bounded so well by planes (`splitWithPlanes`) that cuts of features add little.
 *
 * @param planes whether it is.
 */
export function turnsFor(plain: PlainNetwork, { lower, upper }: Enclosure, planes = false): readonly Turn[] {
  const { nodes } = plain;
  const sensitive = lower.reduce((count, l, i) => count + (upper[i]! > l ? 1 : 0), 0);
  const kinked = nodes.some(({ op, params }) => slopesAtZero(op, params));
  const active = kinked || hasProducts(plain) || nodes.some((node) => isMaxNode(node) || linesOf(node));
  const inputs = { strategy: 'input-split', share: 1 / 2 } as const;
  if (!active || sensitive <= alone) return [inputs];
  const activations = { strategy: 'branch-and-bound', share: planes ? 9 / 10 : 2 / 3 } as const;
  if (sensitive <= first && !planes) return [inputs, activations];
  return sensitive <= many || !kinked ? [activations, inputs] : [activations];
}
