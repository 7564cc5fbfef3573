import { exactBackward } from '../rigorous/backward';
import { type Enclosures, encloseOnward } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import { base64ToFloat32 } from './base64';
import type { PartProof } from './proof-schema';
import type { Region } from './region';
import { slopesOf } from './sparse-slopes';

/** A branch and bound over the values of units. */
export type Tree = Extract<PartProof, { kind: 'tree' }>;

/** Enclosures of the whole box that all leaves of a tree share: as its method has them, and by the slopes of hidden units. */
export function rootEnclosures(proof: Omit<Tree, 'leaves'>, at: Region): Enclosures {
  const { intermediate, units, hidden } = proof;
  if (!hidden) return at.enclosures(intermediate);
  const key = JSON.stringify([intermediate, units, hidden]);
  const root = at.roots.get(key) ?? tightened(proof, at);
  // trees of one search have the same, one after the other: as many as a certificate has others would fill the memory
  if (!at.roots.has(key)) at.roots.clear();
  at.roots.set(key, root);
  return root;
}

function tightened(
  proof: Omit<Tree, 'leaves'>,
  { network, box, arithmetic, enclosures }: Region,
): Enclosures {
  let root = enclosures(proof.intermediate);
  const tighter: Enclosure[] = [...root.boxes];
  for (const { node, units, above, below } of proof.hidden ?? []) {
    const own = root.boxes[node];
    // what is empty or unsound stays so
    if (root.state !== 'bounded' || !own) return root;
    const [lower, upper] = [own.lower.slice(), own.upper.slice()];
    for (const [k, unit] of units.entries()) {
      const bound = (sign: 1 | -1, packed: string): number => {
        const c = new Float64Array(lower.length);
        c[unit] = sign;
        const slopes = slopesOf(network, listsBefore(proof, node, packed));
        return exactBackward(network, root, { c, d: Float64Array.of(0) }, { slopes, node })[0]!;
      };
      // NaN where a pass failed: what is known stays
      const [greatest, least] = [bound(1, above[k]!), -bound(-1, below[k]!)];
      if (greatest < upper[unit]!) upper[unit] = greatest;
      if (least > lower[unit]!) lower[unit] = least;
    }
    tighter[node] = { lower, upper };
    root = encloseOnward(network, box, { tighter, arithmetic }, root, node);
  }
  return root;
}

/** Slopes of the units of nodes before one, from one list; what is missing is left to the choice of `relax`. */
function listsBefore({ units = [] }: Pick<Tree, 'units'>, node: number, packed: string) {
  const values = base64ToFloat32(packed) ?? [];
  let at = 0;
  return units
    .filter((of) => of.node < node)
    .map((of) => {
      const below = Array.from(values.slice(at, at + of.units.length));
      at += of.units.length;
      return { ...of, below };
    });
}
