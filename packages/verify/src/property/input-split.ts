import { type BoxNode, type BoxTree, boxTreeOf, type CertificateProof, type Enclosure } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import type { Attack, Found } from './attack/attack';
import { type Start, startsIn } from './attack/starts';
import { chooseCut } from './choose-feature';
import type { Limits } from './limits';
import type { Bounder, Lines, SumOfRows } from './lines';
import type { PropertyReason } from './options';
import { type Conjunction, refute } from './refute';
import { halvesOf } from './region';
import type { UnsafeRows } from './rows';

/** Of parts that wait longer than so many others, what is known of hidden units is found anew: it takes up memory. */
const remembered = 512;

/** What became of one box of a property. */
export type BoxOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly method: string;
  /** Where verified: how the box was cut, and what refutes the conjunctions on each leaf. */
  readonly tree?: BoxTree;
  readonly proofs?: readonly CertificateProof[];
};

/** A part that waits. */
type Part = {
  readonly box: Enclosure;
  /** The conjunctions that its parents left open. */
  readonly open: readonly number[];
  /** Of the others, multipliers of their rows. */
  readonly multipliers: readonly (Float64Array | undefined)[];
  /** Its place among the nodes. */
  readonly at: number;
  readonly inner?: unknown;
  readonly sums?: readonly SumOfRows[] | undefined;
};

export type InputSplitOptions = {
  readonly bounder: Bounder;
  readonly limits: Limits;
  readonly batch: number;
  readonly seed: number;
  readonly attack: Attack;
  /** Of each attack on parts. */
  readonly attackPoints?: number;
  readonly attackSteps?: number;
  readonly onBatch?: (open: number) => void;
};

/**
 * Cuts a box at its features until every conjunction is refuted on every part, a point is found at which one is
 * true, or a limit is reached. Parts are bounded in batches, the latest first, so that few wait.
 */
export async function splitInputs(
  whole: Enclosure,
  rows: UnsafeRows,
  { bounder, limits, batch, seed, attack, attackPoints = 64, attackSteps = 8, onBatch }: InputSplitOptions,
): Promise<BoxOutcome> {
  const all = rows.conjunctions.map((_, k) => k);
  const nodes: BoxNode[] = [{}];
  const waiting: Part[] = [{ box: whole, open: all, multipliers: [], at: 0 }];
  let unresolved = false;
  let attackAt = 0;
  const end = (status: BoxOutcome['status'], more: Partial<BoxOutcome> = {}): BoxOutcome => {
    return { status, method: 'input-split', ...more };
  };
  /** What lines of a part leave open. */
  const settled = (box: Enclosure, lines: Lines, before: Pick<Part, 'open' | 'multipliers'>) => {
    const multipliers = [...before.multipliers];
    const open = before.open.filter((k) => {
      const found = refute(box, lines, rows.conjunctions[k]!);
      if (found.refuted) multipliers[k] = found.multipliers;
      return !found.refuted;
    });
    return { open, multipliers };
  };
  /** Closes a part, or cuts it. */
  const divide = (part: Part, lines: Lines, starts: Start[], round: number): void => {
    const { box, at } = part;
    const { open, multipliers } = settled(box, lines, part);
    if (open.length === 0) {
      nodes[at] = leafOf(multipliers);
      return;
    }
    const conjunctions = open.map((k) => rows.conjunctions[k]!);
    if (limits.nodes >= attackAt && starts.length < attackPoints) {
      const center = startsIn(box, open, 1, { seed, name: `${round}` });
      starts.push(...center, ...atCorners(box, lines, conjunctions));
    }
    const cut = chooseCut({ box, lines, open: conjunctions, whole }, bounder.estimate);
    if (!cut) {
      unresolved = true;
      return;
    }
    const { feature, at: middle } = cut;
    const [lower, upper] = [nodes.length, nodes.length + 1];
    nodes.push({}, {});
    nodes[at] = { feature, at: middle, lower, upper };
    const { inner, sums } = lines;
    const last = sums?.slice(-open.length);
    halvesOf(box, feature, middle).forEach((half, side) => {
      const place = side === 0 ? lower : upper;
      const estimate = cut.halves?.[side];
      const rest = estimate ? settled(half, estimate, { open, multipliers }) : { open, multipliers };
      if (rest.open.length > 0) waiting.push({ box: half, ...rest, at: place, inner, sums: last });
      else nodes[place] = leafOf(rest.multipliers);
    });
  };
  for (let round = 0; waiting.length > 0; round++) {
    await nextTask(); // lets a signal come through
    const reason = limits.reached();
    if (reason) return end('unknown', { reason });
    const parts = waiting.splice(Math.max(0, waiting.length - batch));
    const starts: Start[] = [];
    for (let from = 0; from < parts.length; from += bounder.together) {
      const late = from > 0 && limits.reached();
      if (late) return end('unknown', { reason: late });
      const some = parts.slice(from, from + bounder.together);
      const lines = bounder.bound(some);
      limits.nodes += some.length;
      for (const [i, part] of some.entries()) divide(part, lines[i]!, starts, round);
    }
    if (starts.length > 0) {
      attackAt = limits.nodes + Math.max(256, limits.nodes >> 3);
      const witness = attack(whole, starts, attackSteps);
      if (witness) return end('falsified', { witness });
    }
    for (let i = waiting.length - remembered - 1; i >= 0 && waiting[i]!.inner !== undefined; i--) {
      const { inner: _, ...part } = waiting[i]!;
      waiting[i] = part;
    }
    onBatch?.(waiting.length);
  }
  return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified', { tree: boxTreeOf(nodes) });
}

/** For each open conjunction the point of a part at which the line of its least row is greatest. */
function atCorners(box: Enclosure, { coefficients, bounds }: Lines, open: readonly Conjunction[]): Start[] {
  const n = box.lower.length;
  return open.map(({ index, start, end }) => {
    let least = start;
    for (let r = start; r < end; r++) if (bounds[r]! < bounds[least]!) least = r;
    const point = box.lower.map((l, i) => (coefficients[least * n + i]! > 0 ? box.upper[i]! : l));
    return { point, box, conjunction: index };
  });
}

/** A leaf, with multipliers where a conjunction is refuted by more than one of its rows. */
function leafOf(multipliers: readonly (Float64Array | undefined)[]): BoxNode {
  const bySums = multipliers.some((of) => of!.some((m) => m > 0 && m < 1));
  return bySums ? { multipliers: multipliers.flatMap((of) => [...of!]) } : {};
}
