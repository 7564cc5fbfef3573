import type { Enclosure } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import { ascend, type Start, startsIn } from './attack';
import { chooseCut } from './choose-feature';
import type { Limits } from './limits';
import type { LinesOf } from './lines';
import type { PropertyReason, PropertyWitness } from './options';
import { type Place, treeOfPlace } from './place';
import { refute } from './refute';
import { halvesOf } from './region';
import type { PropertyTree } from './tree';
import { type Checked, checkPropertyWitness } from './witness';

/** What became of one box of a property. */
export type BoxOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Omit<PropertyWitness, 'box'>;
  readonly reason?: PropertyReason;
  readonly method: string;
  readonly tree?: PropertyTree;
};

/** A part that waits: its box, the conjunctions that its parents left open, and its place in the tree. */
type Part = { readonly box: Enclosure; readonly open: readonly number[]; readonly place: Place };

export type InputSplitOptions = {
  readonly linesOf: LinesOf;
  readonly limits: Limits;
  readonly batch: number;
  readonly seed: number;
  readonly attackSteps?: number;
  readonly onBatch?: (open: number) => void;
};

/**
 * Cuts a box at its features until every conjunction is refuted on every part, a point is found at which one is
 * true, or a limit is reached. Parts are bounded in batches, the latest first, so that few wait.
 */
export async function splitInputs(
  whole: Enclosure,
  problem: Checked,
  { linesOf, limits, batch, seed, attackSteps = 8, onBatch }: InputSplitOptions,
): Promise<BoxOutcome> {
  const { network, rows } = problem;
  const all = rows.conjunctions.map((_, k) => k);
  const root: Place = {};
  const waiting: Part[] = [{ box: whole, open: all, place: root }];
  let unresolved = false;
  const end = (status: BoxOutcome['status'], more: Partial<BoxOutcome> = {}): BoxOutcome => {
    return { status, method: 'input-split', ...more, tree: treeOfPlace(root) };
  };
  for (let round = 0; waiting.length > 0; round++) {
    await nextTask(); // lets a signal come through
    const reason = limits.reached();
    if (reason) return end('unknown', { reason });
    const parts = waiting.splice(Math.max(0, waiting.length - batch));
    const lines = linesOf(parts.map(({ box }) => box));
    limits.nodes += parts.length;
    const starts: Start[] = [];
    parts.forEach((part, i) => {
      const { box, place } = part;
      const open = part.open.filter((k) => {
        const { refuted } = refute(box, lines[i]!, rows.conjunctions[k]!);
        return !refuted;
      });
      if (open.length === 0) {
        place.proved = true;
        return;
      }
      if (starts.length < 64) starts.push(...startsIn(box, open, 1, { seed, name: `${round}` }));
      const cut = chooseCut(
        box,
        lines[i]!,
        open.map((k) => rows.conjunctions[k]!),
        whole,
      );
      if (!cut) {
        unresolved = true;
        return;
      }
      const [below, above]: [Place, Place] = [{}, {}];
      place.cut = { ...cut, below, above };
      const [one, other] = halvesOf(box, cut.feature, cut.at);
      waiting.push({ box: one, open, place: below }, { box: other, open, place: above });
    });
    if (starts.length > 0) {
      for (const { point, value } of ascend(network, rows, starts, attackSteps)) {
        if (!(value > 0)) break;
        const witness = checkPropertyWitness(point, whole, problem);
        if (witness) return end('falsified', { witness });
      }
    }
    onBatch?.(waiting.length);
  }
  return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
}
