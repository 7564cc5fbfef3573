import { encloseOnward } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import { firstOpen, mostOfPlanes, type UnitPlanes, unitPlane } from '../rigorous/unit-planes';
import { base64ToFloat32 } from './base64';
import type { PartProof } from './proof-schema';
import type { Region, TreeRoot } from './region';
import { slopesOf } from './sparse-slopes';

/** A branch and bound over the values of units. */
export type Tree = Extract<PartProof, { kind: 'tree' }>;

/** What all leaves of a tree share: enclosures as its method has them, and by the slopes of hidden units. */
export function treeRoot(proof: Omit<Tree, 'leaves'>, at: Region): TreeRoot {
  const { intermediate, units, hidden, clips } = proof;
  if (!hidden && !clips) return { enclosures: at.enclosures(intermediate), planes: [], narrowed: [] };
  const key = JSON.stringify([intermediate, units, hidden, clips !== undefined]);
  const root = at.roots.get(key) ?? tightened(proof, at);
  // trees of one search have the same, one after the other: as many as a certificate has others would fill the memory
  if (!at.roots.has(key)) at.roots.clear();
  at.roots.set(key, root);
  return root;
}

function tightened(proof: Omit<Tree, 'leaves'>, { network, box, arithmetic, enclosures }: Region): TreeRoot {
  let root = enclosures(proof.intermediate);
  const first = proof.clips === undefined ? [] : firstOpen(network, root);
  const units = first.length + (proof.hidden ?? []).reduce((sum, of) => sum + of.units.length, 0);
  const hasPlanes = proof.clips !== undefined && 2 * units * box.lower.length <= mostOfPlanes;
  const planes = (hasPlanes ? first : []).map((unit): UnitPlanes => {
    const plane = (sign: 1 | -1) => unitPlane(network, root, { ...unit, sign }, {}).plane;
    return { ...unit, above: plane(1), below: plane(-1) };
  });
  const tighter: Enclosure[] = [...root.boxes];
  for (const { node, units, above, below } of proof.hidden ?? []) {
    const own = root.boxes[node];
    // what is empty or unsound stays so
    if (root.state !== 'bounded' || !own) return { enclosures: root, planes, narrowed: [] };
    const [lower, upper] = [own.lower.slice(), own.upper.slice()];
    for (const [k, unit] of units.entries()) {
      const pass = (sign: 1 | -1, packed: string) =>
        unitPlane(network, root, { node, unit, sign }, slopesOf(network, listsBefore(proof, node, packed)));
      // NaN where a pass failed: what is known stays
      const [most, least] = [pass(1, above[k]!), pass(-1, below[k]!)];
      if (most.bound < upper[unit]!) upper[unit] = most.bound;
      if (-least.bound > lower[unit]!) lower[unit] = -least.bound;
      if (hasPlanes) planes.push({ node, unit, above: most.plane, below: least.plane });
    }
    tighter[node] = { lower, upper };
    root = encloseOnward(network, box, { tighter, arithmetic }, root, node);
  }
  return { enclosures: root, planes, narrowed: [] };
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
