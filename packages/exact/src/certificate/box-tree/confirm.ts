import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from '../../rigorous/arithmetic';
import { rigorousRefusal } from '../../rigorous/enclose';
import { type Enclosure, isSound } from '../../rigorous/enclosure';
import type { PlainSpec } from '../../rigorous/spec';
import { simplifiedNetwork } from '../../simplify/network';
import { clockOf } from '../clock';
import { checkerLimits } from '../limits';
import { type BoxTree, boxCut, boxLeaf } from './box-tree';
import { closePart } from './close';
import { chooseCut, halves } from './cut';
import { type BoxTreeProof, boxTreeProof } from './pack';
import { leafCount, treeFault, walk } from './walk';
import { treeWriter } from './writer';

/** Options of `confirmedBoxTree`. */
export type ConfirmOptions = {
  /** What bounds the hidden units of each part: backward passes unless given. */
  readonly intermediate?: 'ibp' | 'crown';
  /** The conjunctions to refute; all unless given. */
  readonly conjunctions?: readonly number[];
  /** The index of the box, for the proof, where a property has several. */
  readonly box?: number;
  /** The most leaves, with those that repairs add; as many as the checker takes on unless given. */
  readonly leaves?: number;
  /** Seconds; no limit unless given. */
  readonly budget?: number;
  readonly signal?: AbortSignal;
  /** Whose outputs the conjunctions are of: those of real numbers unless given. */
  readonly arithmetic?: Arithmetic;
};

/** A tree of a search, done again in exact arithmetic. */
export type Confirmation = {
  /** What a certificate takes; nothing where something is not refuted. */
  readonly proof?: BoxTreeProof;
  /** How many leaves the search had, how many of them hold as they are, and how many the proof has. */
  readonly leaves: { readonly given: number; readonly held: number; readonly proof: number };
  /** Why there is no proof. */
  readonly reason?: string;
};

const whole: BoxTree = {
  nodes: Uint32Array.of(boxLeaf),
  at: new Float64Array(0),
  multipliers: new Float64Array(0),
  own: [],
};

/**
 * Refutes all conjunctions again in exact arithmetic, on every leaf of a tree that some search found with less. A leaf on
 * which one is not, the bound being too close to 0 for the search's own arithmetic, is cut further, by the features that
 * count most in the open rows, until it is.
 *
 * Bounds are those of `simplifiedNetwork`, but of `any-order-float32` those of the network as it is. Nothing is taken from the tree but its cuts, and those only where they are inside their parts: the proof is what the
 * checker confirms, found by the same calls.
 *
 * @param given the whole box as one leaf unless given: input splitting in exact arithmetic alone.
 *
 * @example
 * ```ts
 * import { boxTreeOf, confirmedBoxTree } from '@ibp/exact';
 *
 * const network = { nodes: [{ op: 'input', name: 'x', inputs: [], shape: [1], params: {} }] } as const;
 * const box = { lower: Float64Array.of(-1), upper: Float64Array.of(1) };
 * // unsafe: x >= 0.5 and x <= -0.5, which is nowhere, though the box meets either
 * const unsafe = [{ c: Float64Array.of(1, -1), d: Float64Array.of(-0.5, -0.5) }];
 * const tree = boxTreeOf([{ feature: 0, at: 0, lower: 1, upper: 2 }, {}, {}]);
 * const { proof } = await confirmedBoxTree(network, box, unsafe, tree, { budget: 60 });
 * console.log(proof !== undefined); // true
 * ```
 */
export async function confirmedBoxTree(
  written: PlainNetwork,
  box: Enclosure,
  unsafe: readonly PlainSpec[],
  given: BoxTree = whole,
  options: ConfirmOptions = {},
): Promise<Confirmation> {
  const { intermediate = 'crown', budget = Number.POSITIVE_INFINITY, signal, arithmetic = 'real' } = options;
  const { conjunctions = [...unsafe.keys()], leaves: most = checkerLimits.leaves } = options;
  const leaves = { given: leafCount(given), held: 0, proof: 0 };
  const none = (reason: string): Confirmation => ({ leaves, reason });
  const refusal = rigorousRefusal(written, arithmetic);
  if (refusal) return none(refusal);
  if (!isSound(box)) return none('the box has ends that are not finite, or holds no input');
  const rows = conjunctions.map((k) => unsafe[k]!);
  const bare = { ...given, nodes: given.nodes.map((kind) => (kind < boxCut ? boxLeaf : kind)) };
  const fault = treeFault({ ...bare, multipliers: whole.multipliers, own: [] }, box, 0);
  if (fault) return none(fault);

  // what is simplified rounds elsewhere
  const network = arithmetic === 'real' ? simplifiedNetwork(written) : written;
  const writer = treeWriter();
  const clock = clockOf(budget, signal);
  for (const step of walk(bare, box)) {
    if (step.kind === 'cut') {
      writer.cut(step.feature, step.at);
      continue;
    }
    const stack: Enclosure[] = [{ lower: step.part.lower.slice(), upper: step.part.upper.slice() }];
    for (let asGiven = true; stack.length > 0; asGiven = false) {
      const over = await clock();
      if (over) return none(over);
      if (leaves.proof + stack.length > most) return none(`more than ${most} leaves`);
      const part = stack.pop()!;
      const { refuted, multipliers, scores } = closePart(network, part, rows, intermediate, arithmetic);
      if (refuted) {
        writer.leaf(multipliers);
        leaves.held += asGiven ? 1 : 0;
        leaves.proof += 1;
        continue;
      }
      const cut = chooseCut(part, scores, box);
      if (!cut) return none('a part that is not refuted cannot be cut');
      writer.cut(cut.feature, cut.at);
      const [lower, upper] = halves(part, cut);
      stack.push(upper, lower); // the lower one is the next
    }
  }
  const about = {
    ...{ conjunctions, intermediate },
    ...(options.box !== undefined && { box: options.box }),
    ...(network !== written && { form: 'simplified' as const }),
  };
  return { leaves, proof: boxTreeProof(writer.tree(), about) };
}
