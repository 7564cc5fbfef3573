import type { PlainNetwork } from '@ibp/core';
import { type CertificateProof, type Region, type Split, treeLeafBounds } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import type { Attack, Found } from '../attack/attack';
import type { Start } from '../attack/starts';
import type { Limits } from '../limits';
import type { PropertyReason } from '../result';
import { type Known, withBetterBetas } from './better-betas';
import { openUnits, valueToCutAt } from './open-units';
import { boundPart, type Part } from './part-bound';

export type ProductSearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  readonly onBatch?: ((waiting: number) => void) | undefined;
};

type Tree = Extract<CertificateProof, { kind: 'tree' }>;

/** What became of one conjunction. */
export type ProductOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly proof?: Tree;
};

/** How many cuts are compared by what their halves have. */
const compared = 4;
/** Steps that multipliers of these are improved by, and more of those that are taken. */
const [few, more] = [4, 8];
/** Parts between two attacks, from so many points, of so many steps. */
const [between, attackPoints, attackSteps] = [32, 8, 12];
/** More cuts on one way than rounding is paid for are never made. */
const deepest = 400;

/**
 * Refutes a conjunction over a box: the part with the highest bound is cut at the unit and value whose halves have the best, until
 * every part is refuted as the checker of certificates finds it, or a point is found that is none.
 */
export async function searchProducts(
  network: PlainNetwork,
  at: Region,
  conjunction: number,
  { limits, attack, onBatch }: ProductSearchOptions,
): Promise<ProductOutcome> {
  const { box } = at;
  const rows = at.unsafe[conjunction]!;
  const about: Omit<Tree, 'leaves'> = { kind: 'tree', conjunctions: [conjunction], intermediate: 'crown' };
  const { boxes: tighter } = at.enclosures('crown');
  const leaves: Tree['leaves'] = [];
  const waiting: Known[] = [];
  let [worst, unresolved, attackAt] = [Number.NEGATIVE_INFINITY, false, 0];
  let starts: (Start & { readonly bound: number })[] = [];
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
        leaves.push(leaf);
        worst = Math.max(worst, exact);
        return;
      }
    } else starts.push({ point, box, conjunction, bound });
    // the bound of what it is a part of holds as well
    const own = { part: { ...part, bound: Math.min(bound, part.bound) }, known };
    let low = waiting.length;
    while (low > 0 && waiting[low - 1]!.part.bound > own.part.bound) low -= 1;
    waiting.splice(low, 0, own);
  };

  const end = (status: ProductOutcome['status'], more: Partial<ProductOutcome> = {}): ProductOutcome => ({
    status,
    ...more,
  });
  limits.nodes += 1;
  const first = bounded({ splits: [], betas: [], bound: Number.POSITIVE_INFINITY });
  if (Number.isNaN(first.known.bound)) return end('unknown', { reason: 'not finite' });
  file(first);
  for (let count = 0; waiting.length > 0; count++) {
    if (count % 8 === 0) {
      await nextTask();
      onBatch?.(waiting.length);
    }
    const reason = limits.reached();
    if (reason) return end('unknown', { reason });
    if (limits.nodes >= attackAt && starts.length > 0) {
      attackAt = limits.nodes + between;
      const hardest = starts.sort((a, b) => b.bound - a.bound).slice(0, attackPoints);
      starts = [];
      const witness = attack(box, hardest, attackSteps);
      if (witness) return end('falsified', { witness });
    }
    const halves = bestHalves(network, waiting.pop()!, bounded);
    if (!halves) {
      unresolved = true;
      continue;
    }
    limits.nodes += 2;
    if (halves.some(({ known }) => Number.isNaN(known.bound)))
      return end('unknown', { reason: 'not finite' });
    for (const half of halves) file(half);
  }
  if (unresolved) return end('unknown', { reason: 'unresolved' });
  return end('verified', { proof: { ...about, bounds: [worst], leaves } });
}

/** The halves by the cut whose worse half is best (filtered smart branching, De Palma et al. 2021); nothing where there is none. */
function bestHalves(
  network: PlainNetwork,
  { part, known }: Known,
  bounded: (part: Part) => Known,
): readonly Known[] | undefined {
  if (part.splits.length >= deepest) return undefined;
  let best: { readonly halves: readonly Known[]; readonly score: number } | undefined;
  for (const { node, unit } of openUnits(network, known.boxes, known.coefficients, compared)) {
    const { lower, upper } = known.boxes[node]!;
    const at = valueToCutAt(network, node, [lower[unit]!, upper[unit]!]);
    if (at === undefined) continue;
    const halves = (['active', 'inactive'] as const).map((side) => {
      const split: Split = { node, unit, side, ...(at === 0 ? {} : { at }) };
      const half = bounded({ ...part, splits: [...part.splits, split], betas: [...part.betas, 0] });
      return withBetterBetas(network, half, bounded, few);
    });
    const [a, b] = halves.map((half) => Math.max(half.known.bound, 0)) as [number, number];
    const score = Math.max(a, b) + 0.3 * Math.min(a, b);
    if (!best || score < best.score) best = { halves, score };
  }
  return best?.halves.map((half) => withBetterBetas(network, half, bounded, more));
}
