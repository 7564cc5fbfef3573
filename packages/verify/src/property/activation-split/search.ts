import { nextTask } from '@ibp/layers';
import type { Attack, Found } from '../attack/attack';
import { type Start, startsIn } from '../attack/starts';
import type { Limits } from '../limits';
import type { PropertyReason } from '../options';
import type { UnsafeRows } from '../rows';
import { type Cut, halvesOf, promisingCuts } from './branching';
import { chooseCuts, freeOfHalf } from './choose-cuts';
import type { Passes } from './move';
import { type Job, optimise, type Rates } from './optimise';
import type { Rows } from './parts';
import { type Place, queueOf } from './queue';
import { firstSlopes, type Root } from './root';
import { rowsOfConjunction } from './rows-of-conjunction';
import type { SearchNetwork } from './search-network';

/** What became of a box, and how it was cut for each conjunction. */
export type SearchOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly trees: readonly Place[];
};

export type SearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  readonly seed: number;
  readonly onBatch?: (open: number) => void;
};

/** For the whole box, for each part, and for one with nothing to cut: a linear program, whose multipliers need time. */
const each: Rates = { steps: 12, slopeRate: 0.1, betaRate: 0.1, decay: 0.96, enough: 0 };
const [whole, decided]: readonly Rates[] = [
  { ...each, steps: 60 },
  { ...each, steps: 200, betaRate: 0.2, decay: 0.98 },
];
/** Bytes that parts may wait in. */
const room = 2 ** 29;
/** Of the attack on the whole box, and of those from points where bounds are attained. */
const [first, later] = [
  { points: 3, steps: 60 },
  { points: 16, steps: 12 },
];

type Child = Job & { readonly conjunction: number; readonly place: Place; readonly known: number };

/**
 * Cuts a box at values of hidden units until every conjunction is refuted on every part, a point is found at which one is
 * true, or a limit is reached.
 */
export async function searchActivations(
  net: SearchNetwork,
  { layers, region, output }: Root,
  rows: UnsafeRows,
  { limits, attack, seed, onBatch }: SearchOptions,
): Promise<SearchOutcome> {
  const passes: Passes = { net, layers, region, start: net.nodes.length - 1 };
  const { box } = region;
  const conjunctions = rows.conjunctions.map((_, k) => k);
  const trees: Place[] = conjunctions.map(() => ({}));
  let unresolved = false;
  const queue = queueOf(Math.floor(room / (8 * (2 * layers.units + layers.slopes) + 1024)));
  const starts: (Start & { readonly bound: number })[] = [];
  const end = (status: SearchOutcome['status'], more: Partial<SearchOutcome> = {}): SearchOutcome => ({
    ...{ status, trees },
    ...more,
  });

  /** Bounds parts and files what is open; false where a bound is no number. */
  const bound = (children: readonly Child[], given: Rates): boolean => {
    const cuts: Cut[][] = [];
    const points: Float64Array[] = [];
    const found = optimise(passes, children, given, (i, s) => {
      cuts[i] = promisingCuts(passes, children[i]!.part, s, i);
      points[i] = pointOf(net, s);
    });
    limits.nodes += children.length;
    found.forEach(({ bound: own, ...free }, i) => {
      const { part, conjunction, place, known } = children[i]!;
      if (own < 0) place.leaf = { splits: part.splits, free, bound: own };
      else if (given === decided) unresolved = true;
      else {
        // the bound of the part that it was cut from holds as well, and tells better which is worst
        queue.add({ part, conjunction, place, free, cuts: cuts[i] ?? [], bound: Math.min(own, known) });
        if (points[i]) starts.push({ point: points[i], box, conjunction, bound: own });
      }
    });
    return found.every(({ bound: own }) => Number.isFinite(own));
  };

  const slopes = firstSlopes(layers);
  const roots = conjunctions.map((conjunction): Child => {
    const own = rowsOfConjunction(rows, conjunction, output);
    return {
      part: { rows: own, lower: layers.lower, upper: layers.upper, splits: [] },
      free: { slopes, betas: new Float64Array(0), multipliers: evenly(own) },
      ...{ conjunction, place: trees[conjunction]!, known: Number.POSITIVE_INFINITY },
    };
  });
  for (let from = 0; from < roots.length; from += net.capacity) {
    if (!bound(roots.slice(from, from + net.capacity), whole!))
      return end('unknown', { reason: 'not finite' });
  }
  if (starts.length > 0) {
    const open = starts.splice(0);
    const others = startsIn(
      box,
      open.map(({ conjunction }) => conjunction),
      first.points,
      {
        ...{ seed, name: 'activations' },
      },
    );
    const witness = attack(box, [...open, ...others], first.steps);
    if (witness) return end('falsified', { witness });
  }
  let attackAt = limits.nodes + 256;
  while (queue.size() > 0) {
    await nextTask();
    const reason = limits.reached();
    if (reason) return end('unknown', { reason });
    const picked = queue.take(net.capacity >> 1);
    const chosen = chooseCuts(passes, picked);
    const children = picked.flatMap(({ part, free, conjunction, place, bound: known }, i): Child[] => {
      const cut = chosen[i];
      if (!cut) return [];
      const halves: [Place, Place] = [{}, {}];
      place.halves = halves;
      const own = freeOfHalf(free);
      return halvesOf(part, cut).map((half, k) => ({
        ...{ part: half, free: own, conjunction, place: halves[k]!, known },
      }));
    });
    const rest = picked.flatMap((open, i) => (chosen[i] ? [] : [{ ...open, known: open.bound }]));
    const finite = (some: readonly Child[], given: Rates) => some.length === 0 || bound(some, given);
    if (!finite(children, each) || !finite(rest, decided!)) return end('unknown', { reason: 'not finite' });
    if (limits.nodes >= attackAt) {
      attackAt = limits.nodes + Math.max(256, limits.nodes >> 3);
      const worst = starts.splice(0).sort((a, b) => b.bound - a.bound);
      const witness = worst.length > 0 ? attack(box, worst.slice(0, later.points), later.steps) : undefined;
      if (witness) return end('falsified', { witness });
    }
    onBatch?.(queue.size());
  }
  return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
}

const evenly = ({ d }: Rows): Float64Array =>
  new Float64Array(d.length > 1 ? d.length : 0).fill(1 / d.length);

/** The point at which the bound in row `s` of the last pass is attained. */
function pointOf({ nodes, heap }: SearchNetwork, s: number): Float64Array {
  const { values, stride, size } = nodes[0]!;
  return heap.slice(values + s * stride, values + s * stride + size);
}
