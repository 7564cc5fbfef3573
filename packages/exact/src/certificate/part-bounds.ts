import { cutBySplits, type Enclosures, enclose } from '../rigorous/enclose';
import { base64ToFloat32 } from './base64';
import { uncovered } from './coverage';
import { type Finding, open, rejected } from './finding';
import { planesOf } from './leaf-planes';
import { checkerLimits } from './limits';
import type { PartProof } from './proof-schema';
import { conjunctionBounds, type Region } from './region';
import { rootEnclosures, type Tree } from './root-enclosures';
import { slopesOf } from './sparse-slopes';

/**
 * The bounds of each conjunction over one leaf of a tree, by the first of the enclosures given that refutes all, or the least
 * of all: lines that are tight on a leaf may be worse beyond it, where a backward pass is not told to end.
 */
export function leafBounds(
  proof: Pick<Tree, 'conjunctions' | 'units'>,
  { betas = [], below = [], planes = [], multipliers }: Tree['leaves'][number],
  leaf: readonly Enclosures[],
  { network, unsafe }: Pick<Region, 'network' | 'unsafe'>,
): Float64Array {
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  // what is no list of numbers leaves the choice of slopes to `relax`
  const slopes = (proof.units ?? []).map((of, k) => ({
    ...of,
    below: Array.from(base64ToFloat32(below[k] ?? '') ?? []),
  }));
  const options = { betas, slopes: slopesOf(network, slopes), planes: planesOf(planes) };
  let least: Float64Array | undefined;
  for (const enclosures of leaf) {
    const bounds = conjunctionBounds(network, enclosures, conjunctions, options, multipliers);
    // NaN is above all
    least = least
      ? least.map((bound, k) => (bounds[k]! < bound || Number.isNaN(bound) ? bounds[k]! : bound))
      : bounds;
    if (least.every((bound) => bound < 0)) break;
  }
  return least!;
}

/**
 * What a leaf of a tree gives in exact arithmetic for each conjunction of the tree, as the checker finds it: below 0, the
 * conjunction is refuted there.
 *
 * @param proof the tree; its own leaves do not matter.
 */
export function treeLeafBounds(
  proof: Omit<Tree, 'leaves'>,
  own: Tree['leaves'][number],
  at: Region,
): Float64Array {
  const root = rootEnclosures(proof, at);
  const { network, box, arithmetic } = at;
  const leaf = enclose(network, box, { splits: own.splits, tighter: root.boxes, arithmetic });
  return leafBounds(proof, own, [leaf, cutBySplits(root, own.splits)], at);
}

/** The bounds of each conjunction over each leaf; the greatest counts. */
function treeBounds(proof: Tree, at: Region): Float64Array {
  const worst = new Float64Array(proof.conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  for (const own of proof.leaves) {
    for (const [k, bound] of treeLeafBounds(proof, own, at).entries()) {
      worst[k] = Math.max(worst[k]!, bound); // NaN stays
    }
  }
  return worst;
}

/**
 * What a proof over a box, or over a part of one, gives in exact arithmetic for each of its conjunctions: below 0, the
 * conjunction is refuted there.
 */
export function partBounds(proof: PartProof, at: Region): Float64Array {
  if (proof.kind === 'tree') return treeBounds(proof, at);
  const { network, unsafe, enclosures } = at;
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  const { multipliers } = proof;
  if (proof.kind === 'ibp') {
    return conjunctionBounds(network, enclosures('ibp'), conjunctions, { through: 'linear' }, multipliers);
  }
  const slopes = slopesOf(network, proof.slopes);
  const enclosed = enclosures(proof.intermediate);
  return conjunctionBounds(network, enclosed, conjunctions, { slopes }, multipliers);
}

/** What keeps a tree from being a proof, whatever its bounds. */
export function treeFault({ leaves }: Tree): Finding | undefined {
  const splits = leaves.reduce((sum, leaf) => sum + leaf.splits.length, 0);
  if (leaves.length > checkerLimits.leaves) {
    return open(`${leaves.length} leaves are more than the ${checkerLimits.leaves} that are checked`);
  }
  if (splits > checkerLimits.splits) {
    return open(`${splits} splits are more than the ${checkerLimits.splits} that are checked`);
  }
  const gap = uncovered(leaves.map((leaf) => leaf.splits));
  if (!gap) return undefined;
  const path = gap.slice(0, 8).map(({ node, unit, side }) => `node ${node} unit ${unit} ${side}`);
  if (gap.length > path.length) path.push(`${gap.length - path.length} more`);
  return rejected(`no leaf for ${path.join(', ') || 'the whole box'}`);
}
