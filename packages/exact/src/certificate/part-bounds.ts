import { cutBySplits, type Enclosures, enclose } from '../rigorous/enclose';
import { clippedLeaf, passOptions } from './clipped-leaf';
import { uncovered } from './coverage';
import { type Finding, open, rejected } from './finding';
import { planesOf } from './leaf-planes';
import { checkerLimits } from './limits';
import type { PartProof } from './proof-schema';
import { conjunctionBounds, type Region, type TreeRoot } from './region';
import { type Tree, treeRoot } from './root-enclosures';
import { slopesOf } from './sparse-slopes';

/**
 * The bounds of each conjunction over one leaf of a tree, by the first of the enclosures given that refutes all, or the least
 * of all: lines that are tight on a leaf may be worse beyond it, where a backward pass is not told to end.
 */
export function leafBounds(
  proof: Pick<Tree, 'conjunctions' | 'units' | 'clips'>,
  own: Tree['leaves'][number],
  leaf: readonly (() => Enclosures)[],
  { network, unsafe }: Pick<Region, 'network' | 'unsafe'>,
): Float64Array {
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  const { planes = [], multipliers } = own;
  const options = { ...passOptions(network, proof, own), planes: planesOf(planes) };
  let least: Float64Array | undefined;
  for (const enclosures of leaf) {
    const bounds = conjunctionBounds(network, enclosures(), conjunctions, options, multipliers);
    // NaN is above all
    least = least
      ? least.map((bound, k) => (bounds[k]! < bound || Number.isNaN(bound) ? bounds[k]! : bound))
      : bounds;
    if (least.every((bound) => bound < 0)) break;
  }
  return least!;
}

/**
 * What a leaf of a tree is bounded over: intervals anew; those of the whole box, of which its splits cut their own units; and these
 * made narrower by its clips.
 */
export function leafEnclosures(
  proof: Omit<Tree, 'leaves'>,
  own: Tree['leaves'][number],
  at: Region,
  root: TreeRoot,
): readonly (() => Enclosures)[] {
  const { network, box, arithmetic } = at;
  const { splits, clipped = [] } = own;
  const { enclosures } = root;
  const anew = enclose(network, box, { splits, tighter: enclosures.boxes, arithmetic });
  const cut = cutBySplits(enclosures, splits);
  return [() => anew, () => cut, ...(clipped.length > 0 ? [() => clippedLeaf(proof, own, root, at)] : [])];
}

/**
 * What a leaf of a tree gives in exact arithmetic for each conjunction of the tree, as the checker finds it: below 0, the
 * conjunction is refuted there.
 *
 * @param proof the tree; its own leaves do not matter.
 * @param root what its leaves share, where it is known.
 */
export function treeLeafBounds(
  proof: Omit<Tree, 'leaves'>,
  own: Tree['leaves'][number],
  at: Region,
  root = treeRoot(proof, at),
): Float64Array {
  return leafBounds(proof, own, leafEnclosures(proof, own, at, root), at);
}

/** The bounds of each conjunction over each leaf; the greatest counts. */
function treeBounds(proof: Tree, at: Region): Float64Array {
  const worst = new Float64Array(proof.conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  const root = treeRoot(proof, at);
  for (const own of proof.leaves) {
    for (const [k, bound] of treeLeafBounds(proof, own, at, root).entries()) {
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
