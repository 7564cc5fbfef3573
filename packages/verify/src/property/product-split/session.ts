import type { PlainNetwork } from '@ibp/core';
import { type CertificateProof, type Region, treeLeafBounds } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import type { Attack, Found } from '../attack/attack';
import type { Start } from '../attack/starts';
import { type LeafTrees, leafKeeper } from '../workers/leaf-trees';
import { everySecond, type PartSession, type Searched } from '../workers/part-session';
import { bestHalves } from './best-halves';
import type { Known } from './better-betas';
import { boundPart, type Part } from './part-bound';

type Tree = Extract<CertificateProof, { kind: 'tree' }>;
export type Leaf = Tree['leaves'][number];

/** Parts between two attacks, from so many points, of so many steps. */
const [between, attackPoints, attackSteps] = [32, 8, 12];

export type ProductSessionOptions = {
  readonly attack: Attack;
  /** Parts that were bounded before, by which attacks are spaced. */
  readonly before: number;
  readonly onBatch?: ((waiting: number) => void) | undefined;
};

/** What all leaves of a conjunction share. */
export const treeAbout = (conjunction: number): Omit<Tree, 'leaves'> => ({
  kind: 'tree',
  conjunctions: [conjunction],
  intermediate: 'crown',
});

/** Cuts the part with the highest bound at the unit and value whose halves have the best; leaves are as certificates have them. */
export function productSession(
  network: PlainNetwork,
  at: Region,
  conjunction: number,
  { attack, before, onBatch }: ProductSessionOptions,
): PartSession<Part, LeafTrees<Leaf>> & {
  readonly found: () => Pick<LeafTrees<Leaf>, 'leaves' | 'worst'>;
} {
  const { box } = at;
  const rows = at.unsafe[conjunction]!;
  const about = treeAbout(conjunction);
  const { boxes: tighter } = at.enclosures('crown');
  const waiting: Known[] = [];
  /** What is not bounded here yet. */
  let taken: Part[] = [];
  const size = () => waiting.length + taken.length;
  const kept = leafKeeper<Leaf>(() => size() > 0);
  let starts: (Start & { readonly bound: number })[] = [];
  let [counted, attackAt, turn] = [before, 0, 0];
  const bounded = (part: Part): Known => ({ part, known: boundPart(network, box, tighter, rows, part) });

  /** Closes a part by what a certificate would have of it, or has it wait. */
  const file = ({ part, known }: Known): void => {
    const { bound, multipliers, point } = known;
    if (bound < 0) {
      const leaf = {
        ...{ splits: [...part.splits], betas: [...part.betas] },
        ...(multipliers ? { multipliers: [[...multipliers]] } : {}),
      };
      const [exact] = treeLeafBounds(about, leaf, at) as unknown as [number];
      if (exact < 0) {
        kept.add(leaf, exact);
        return;
      }
    } else starts.push({ point, box, conjunction, bound });
    // the bound of what it is a part of holds as well
    const own = { part: { ...part, bound: Math.min(bound, part.bound) }, known };
    let low = waiting.length;
    while (low > 0 && waiting[low - 1]!.part.bound > own.part.bound) low -= 1;
    waiting.splice(low, 0, own);
  };

  /** Files what was taken up and not bounded yet, or halves of the part with the highest bound. */
  const step = (): Pick<Searched, 'unresolved' | 'reason'> & { readonly nodes: number } => {
    const first = taken.pop();
    const found = first ? [bounded(first)] : bestHalves(network, waiting.pop()!, bounded);
    if (!found) return { unresolved: true, nodes: 0 };
    if (found.some(({ known }) => Number.isNaN(known.bound))) {
      return { unresolved: false, reason: 'not finite', nodes: found.length };
    }
    for (const one of found) file(one);
    // what was given away has been counted where it was bounded first
    return { unresolved: false, nodes: first && first.splits.length > 0 ? 0 : found.length };
  };

  const attacked = (): Found | undefined => {
    if (counted < attackAt || starts.length === 0) return undefined;
    attackAt = counted + between;
    const hardest = starts.sort((a, b) => b.bound - a.bound).slice(0, attackPoints);
    starts = [];
    return attack(box, hardest, attackSteps);
  };

  return {
    found: kept.all,
    size,
    take: (parts) => {
      for (const { number, part } of parts) {
        kept.taken.push(number);
        taken.push(part);
      }
    },
    give: (numbers) => {
      for (const part of taken) file(bounded(part));
      taken = [];
      return everySecond(waiting, numbers.length).map(({ part }, k) => {
        kept.given.push(numbers[k]!);
        return { number: numbers[k]!, part };
      });
    },
    trees: kept.trees,
    graft: kept.graft,
    search: async (limits, enough = () => false): Promise<Searched> => {
      let unresolved = false;
      for (; size() > 0 && !enough(size()); turn++) {
        if (turn % 4 === 0) {
          await nextTask();
          onBatch?.(size());
        }
        const reason = limits.reached();
        if (reason) return { unresolved, reason };
        const done = step();
        limits.nodes += done.nodes;
        counted += done.nodes;
        unresolved ||= done.unresolved;
        if (done.reason) return { unresolved, reason: done.reason };
        const witness = attacked();
        if (witness) return { unresolved, witness };
      }
      return { unresolved };
    },
  };
}
