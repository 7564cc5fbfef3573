import type { PlainNetwork } from '@ibp/core';
import { type PlainSpec, type Region, someRows, treeLeafBounds } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import type { Attack, Found } from '../attack/attack';
import { type Start, startsIn } from '../attack/starts';
import type { Limits } from '../limits';
import type { PropertyReason } from '../result';
import { halvesOf, type Part } from './choose-side';
import { type Concave, concaveOver, valueAt } from './concave';
import { descend, firstDuals } from './descend';
import { type HiddenLayer, objectiveOf } from './hidden-layer';
import { type Leaf, leafOf, treeAbout } from './leaf';

export type PlaneSearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  readonly seed: number;
  readonly onBatch?: (open: number) => void;
};

/** What became of one conjunction of a single row. */
export type PlaneOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly leaves: readonly Leaf[];
  readonly bound: number;
};

/** Steps for the whole box, for a part, and for one in which no unit is left to cut. */
const [whole, each, decided] = [300, 40, 4000];
/** What rounding planes to float32 may cost, of the greatest value that there could be. */
const margin = 1e-6;
/** Of attacks: of the first, and of those from points where parts are bounded. */
const [first, later] = [
  { points: 3, steps: 60 },
  { points: 16, steps: 12 },
];
/** Parts between two looks at signals. */
const together = 16;

/**
 * Refutes a conjunction of one row over a box: parts by sides of units that planes are above, until each is refuted in exact
 * arithmetic, or a point is found that is none.
 */
export async function searchPlanes(
  plain: PlainNetwork,
  layer: HiddenLayer,
  at: Region,
  conjunction: number,
  { limits, attack, seed, onBatch }: PlaneSearchOptions,
): Promise<PlaneOutcome> {
  const { box } = at;
  const concave = concaveOver(layer, objectiveOf(plain, layer, at.unsafe[conjunction]!), box);
  const enough = -margin * sizeOf(concave);
  const about = treeAbout(layer, concave, conjunction);
  const leaves: Leaf[] = [];
  const starts: (Start & { readonly value: number })[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  let unresolved = false;
  const end = (status: PlaneOutcome['status'], more: Partial<PlaneOutcome> = {}): PlaneOutcome => ({
    ...{ status, leaves, bound: worst },
    ...more,
  });
  /** Whether exact arithmetic refutes a part, which then is a leaf. */
  const closes = (part: Part): boolean => {
    const leaf = leafOf(plain, layer, concave, part);
    const [bound] = treeLeafBounds(about, leaf, at) as unknown as [number];
    if (!(bound < 0)) return false;
    worst = Math.max(worst, bound);
    leaves.push(leaf);
    return true;
  };
  const sides = new Int8Array(concave.above.units.length);
  const waiting: Part[] = [{ order: [], sides, duals: firstDuals(concave), bound: Number.POSITIVE_INFINITY }];
  let attackAt = 0;
  for (let count = 0; waiting.length > 0; count++) {
    if (count % together === 0) {
      await nextTask();
      onBatch?.(waiting.length);
    }
    const reason = limits.reached();
    if (reason) return end('unknown', { reason });
    const part = waiting.pop()!;
    limits.nodes += 1;
    const isOpen = part.sides.includes(0);
    const steps = count === 0 ? whole! : isOpen ? each! : decided!;
    const { bound, mean } = descend(concave, part.sides, part.duals, { steps, enough });
    if (Number.isNaN(bound)) return end('unknown', { reason: 'not finite' });
    if (bound < enough && closes(part)) continue;
    const point = mean.map((t, j) => concave.center[j]! + t * concave.radius[j]!);
    starts.push({ point, box, conjunction, value: valueAt(concave, mean) });
    if (limits.nodes >= attackAt || !isOpen || starts.at(-1)!.value > 0) {
      attackAt = limits.nodes + Math.max(256, limits.nodes >> 3);
      const own = starts.splice(0).sort((a, b) => b.value - a.value);
      const others = count === 0 ? startsIn(box, [conjunction], first!.points, { seed, name: 'planes' }) : [];
      const effort = count === 0 ? first! : later!;
      const witness = attack(box, [...own.slice(0, effort.points), ...others], effort.steps);
      if (witness) return end('falsified', { witness });
    }
    const halves = halvesOf(concave, part, mean, enough);
    // the half with the greater bound is the next
    if (halves) waiting.push(...[...halves].sort((a, b) => a.bound - b.bound));
    else unresolved = true;
  }
  return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
}

/** More than any value of the objective. */
function sizeOf({ constant, linear, above, below }: Concave): number {
  const ofUnits = [above, below].flatMap(({ gains, centers, reaches }) =>
    Array.from(gains, (gain, k) => Math.abs(gain) * (Math.abs(centers[k]!) + reaches[k]!)),
  );
  const ofFeatures = Array.from(linear, Math.abs);
  return [...ofUnits, ...ofFeatures].reduce((sum, size) => sum + size, Math.abs(constant));
}

/** The rows of conjunctions of one row each; nothing where one has several. */
export const singleRows = (spec: PlainSpec, conjunctions: readonly { start: number; end: number }[]) =>
  conjunctions.every(({ start, end }) => end - start === 1)
    ? conjunctions.map(({ start }) => someRows(spec, [start]))
    : undefined;
