import { fail } from '@ibp/core';
import type { BoxNode } from '@ibp/exact';

/** How parts that were taken up were cut: a node each, some of which were given away. */
export type BoxCuts = {
  readonly nodes: readonly (BoxNode | undefined)[];
  /** Which nodes are what was taken up, by number. */
  readonly taken: readonly (readonly [number: number, at: number])[];
  /** Which nodes are what was given away. */
  readonly given: readonly (readonly [at: number, number: number])[];
};

/** @throws when a part is neither refuted, cut nor given away. */
export function cutsOf(
  nodes: BoxCuts['nodes'],
  taken: BoxCuts['taken'],
  given: ReadonlyMap<number, number>,
): BoxCuts {
  nodes.forEach((node, at) => {
    if (!node && !given.has(at)) fail('verifyProperty', 'expected a part to be refuted, got one that is not');
  });
  return { nodes, taken, given: [...given] };
}

/**
 * Puts in how others cut what was given away, behind the nodes that are there.
 *
 * @throws when that of a part is missing, or comes twice.
 */
export function graftBoxes(
  nodes: (BoxNode | undefined)[],
  given: ReadonlyMap<number, number>,
  others: readonly BoxCuts[],
): void {
  const roots = new Map<number, number>();
  const away = new Map(given);
  for (const { nodes: own, taken, given: from } of others) {
    // what was taken up here is here already
    const offset = own === nodes ? 0 : nodes.length;
    for (const [number, at] of taken) {
      if (roots.has(number)) fail('verifyProperty', `expected a part once, got number ${number} again`);
      roots.set(number, at + offset);
    }
    for (const [at, number] of from) away.set(at + offset, number);
    if (offset > 0) for (const node of own) nodes.push(node && moved(node, offset));
  }
  for (const at of away.keys()) nodes[at] = nodes[rootOf(at, roots, away)];
}

/** Where a part is that was given away, and may have been given on. */
function rootOf(from: number, roots: ReadonlyMap<number, number>, away: ReadonlyMap<number, number>): number {
  let at = from;
  for (let number = away.get(at); number !== undefined; number = away.get(at)) {
    at = roots.get(number) ?? fail('verifyProperty', `expected how part ${number} was cut, got nothing`);
  }
  return at;
}

const moved = (node: BoxNode, offset: number): BoxNode =>
  'feature' in node ? { ...node, lower: node.lower + offset, upper: node.upper + offset } : node;
