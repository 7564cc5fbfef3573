import type { PlainNetwork } from '@ibp/core';
import { type Enclosures, rigorousRefusal } from '../rigorous/enclose';
import { isSound } from '../rigorous/enclosure';
import { piecewise } from '../rigorous/piecewise';
import type { Confirmation, ConfirmOptions } from './box-tree/confirm';
import { clockOf } from './clock';
import { checkerLimits } from './limits';
import { malformed } from './malformed';
import { leafBounds, leafEnclosures, treeFault } from './part-bounds';
import type { CertificateProof } from './proof-schema';
import { type ProofAbout, type Region, regionOf } from './region';
import { type Tree, treeRoot } from './root-enclosures';

/** A tree of splits, done again in exact arithmetic: see `Confirmation`. */
export type TreeConfirmation = Pick<Confirmation, 'leaves' | 'reason'> & {
  readonly proof?: CertificateProof;
};

/** A leaf of a tree: its splits, and what bounds it. */
export type TreeLeaf = Tree['leaves'][number];

type Unit = { readonly node: number; readonly unit: number };

/** What may be better than a leaf of a tree: slopes and multipliers, tried in order, and where to split it if none refutes it. */
export type ImprovedLeaf = {
  readonly leaves: readonly TreeLeaf[];
  /** The unit whose sign is most open unless given. */
  readonly next?: Unit;
};

/** Options of `confirmedTree`. */
export type ConfirmTreeOptions = Pick<ConfirmOptions, 'leaves' | 'budget' | 'signal'> & {
  /** Asked of a leaf that is not refuted. Whatever it gives, the leaf is bounded anew with that. */
  readonly improve?: (leaf: TreeLeaf, over: Enclosures) => Promise<ImprovedLeaf | undefined>;
};

/**
 * As `confirmedBoxTree`, of a branch and bound over the signs of units: each leaf is bounded again in exact arithmetic, with
 * its own slopes and multipliers, and one whose bound is not below 0 there is split further, at the unit whose sign is
 * most open, until both sides are. The proof has the bounds found here, and the checker finds them again.
 *
 * @param about the box that the proof is of, and the conjunctions of rows that no output of it may meet: a `region`, where
 * several proofs are of the same.
 */
export async function confirmedTree(
  network: PlainNetwork,
  given: Tree,
  about: ProofAbout | Region,
  options: ConfirmTreeOptions = {},
): Promise<TreeConfirmation> {
  const { budget = Number.POSITIVE_INFINITY, signal, leaves: most = checkerLimits.leaves } = options;
  const leaves = { given: given.leaves.length, held: 0, proof: 0 };
  const none = (reason: string): TreeConfirmation => ({ leaves, reason });
  const { arithmetic = 'real' } = about;
  const refusal = rigorousRefusal(network, arithmetic);
  if (refusal) return none(refusal);
  if (!isSound(about.box)) return none('the box has ends that are not finite, or holds no input');
  const { bounds: _, ...tree } = given;
  const rows = about.unsafe.map(({ d }) => d.length);
  const wrong = malformed(tree, { network, rows, boxes: (tree.box ?? 0) + 1 }) ?? treeFault(tree)?.reason;
  if (wrong) return none(wrong);
  const at = regionOf(network, about);
  const root = treeRoot(tree, at);
  const clock = clockOf(budget, signal);
  const closed: Tree['leaves'] = [];
  const worst = new Float64Array(tree.conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  for (const first of tree.leaves) {
    const stack = [first];
    for (let own = stack.pop(); own; own = stack.pop()) {
      const over = await clock();
      if (over) return none(over);
      if (closed.length + stack.length >= most) return none(`more than ${most} leaves`);
      const regions = leafEnclosures(tree, own, at, root);
      const leaf = regions[0]!();
      const close = (by: TreeLeaf): boolean => {
        const bounds = leafBounds(tree, by, regions, at);
        if (!bounds.every((bound) => bound < 0)) return false;
        for (const [k, bound] of bounds.entries()) worst[k] = Math.max(worst[k]!, bound);
        closed.push(by);
        leaves.held += own === first ? 1 : 0;
        return true;
      };
      if (close(own)) continue;
      const better = leaf.state === 'bounded' ? await options.improve?.(own, leaf) : undefined;
      if (better?.leaves.some((by) => close({ ...by, splits: own.splits }))) continue;
      const unit = better?.next ?? mostOpen(network, leaf);
      if (!unit) return none('a leaf that is not refuted cannot be split');
      for (const side of ['inactive', 'active'] as const) {
        const betas = own.betas ? { betas: [...own.betas, 0] } : {};
        stack.push({ ...own, ...betas, splits: [...own.splits, { ...unit, side }] });
      }
    }
  }
  leaves.proof = closed.length;
  return { leaves, proof: { ...tree, bounds: Array.from(worst), leaves: closed } };
}

/** The unit with the greatest distance from 0 to the nearer end, of those that functions with a kink at 0 take in. */
function mostOpen({ nodes }: PlainNetwork, { state, boxes }: Enclosures): Unit | undefined {
  if (state !== 'bounded') return undefined;
  let best: (Unit & { readonly size: number }) | undefined;
  for (const other of nodes) {
    if (!piecewise(other)?.kinks.includes(0)) continue;
    const [node] = other.inputs as [number];
    const { lower, upper } = boxes[node]!;
    for (const [unit, l] of lower.entries()) {
      const size = Math.min(-l, upper[unit]!);
      if (size > (best?.size ?? 0)) best = { node, unit, size };
    }
  }
  return best && { node: best.node, unit: best.unit };
}
