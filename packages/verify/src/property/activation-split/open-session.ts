import { nextTask } from '@ibp/layers';
import type { Attack, Found } from '../attack/attack';
import type { Start } from '../attack/starts';
import type { Limits } from '../limits';
import { everySecond, type PartSession, type Searched } from '../workers/part-session';
import { divide } from './bounded';
import { halvesOf } from './branching';
import { freeOfHalf } from './choose-cuts';
import { type Cuts, graftCuts, sequenceOf } from './cuts';
import type { Bounded } from './outcome';
import type { Free, Part, Rows } from './parts';
import type { Passes } from './passes';
import { type Open, type Place, queueOf } from './queue';

/** Bytes that parts may wait in. */
const room = 2 ** 29;
/** Of attacks from points where bounds are attained. */
const effort = { points: 16, steps: 12 };

/** A part as it is asked about. */
export type Child = {
  readonly part: Part;
  readonly free: Free;
  readonly conjunction: number;
  readonly place: Place;
  readonly known: number;
};

/** A point at which the bound of a part is attained. */
export type Attained = Start & { readonly bound: number };

/** Files a part: refuted, or open. */
export function fileBounded(
  { part, conjunction, place, known }: Child,
  { bound, free, cuts, ends }: Bounded,
  add: (open: Open) => void,
): void {
  if (bound < 0) {
    const clips = (ends ?? part).clips ?? [];
    place.leaf = { ...free, splits: part.splits, slopes: Float32Array.from(free.slopes), clips, bound };
    return;
  }
  // the bound of the part that it was cut from holds as well, and tells better which is worst
  const own = ends ? { ...part, lower: ends.lower, upper: ends.upper, clips: ends.clips } : part;
  add({ part: own, conjunction, place, free, cuts, bound: Math.min(bound, known) });
}

/** A part that is open, without its rows, which its conjunction has. */
export type SentPart = Omit<Open, 'place' | 'part'> & { readonly part: Omit<Part, 'rows'> };

export type OpenSessionOptions = {
  readonly passes: Omit<Passes, 'reached'>;
  readonly rowsOf: (conjunction: number) => Rows;
  readonly attack: Attack;
  /** Parts that were bounded before, by which attacks are spaced. */
  readonly before: number;
  readonly onBatch?: ((waiting: number) => void) | undefined;
};

/** Branch and bound on activations of parts that are open, those with the highest bounds first. */
export function openSession({
  passes: given,
  rowsOf,
  attack,
  before,
  onBatch,
}: OpenSessionOptions): PartSession<SentPart, Cuts> & { readonly add: (open: Open) => void } {
  const { layers, region, net } = given;
  const queue = queueOf(Math.floor(room / (8 * (2 * layers.units + 2 * layers.slopes) + 1024)));
  const taken: (readonly [number: number, place: Place])[] = [];
  const givenAway = new Map<Place, number>();
  let starts: Attained[] = [];
  let counted = before;
  let attackAt = counted + 256;

  /** Cuts the parts with the highest bounds. */
  const step = (
    passes: Passes,
    limits: Limits,
  ): { readonly finite: boolean; readonly unresolved: boolean } => {
    const picked = queue.take(net.capacity >> 1);
    let [finite, unresolved] = [true, false];
    const file = (child: Child, bounded: Bounded, add: (open: Open) => void): void => {
      fileBounded(child, bounded, add);
      const { bound, point } = bounded;
      if (point && !(bound < 0)) {
        starts.push({ point, box: region.box, conjunction: child.conjunction, bound });
      }
      limits.nodes += 1;
      counted += 1;
      finite &&= Number.isFinite(bound);
    };
    divide(passes, picked).forEach((of, i) => {
      const { part, free, conjunction, place, bound: known } = picked[i]!;
      if ('decided' in of) {
        file({ part, free, conjunction, place, known }, of.decided, () => {
          unresolved = true;
        });
        return;
      }
      const halves: [Place, Place] = [{}, {}];
      place.halves = halves;
      const own = freeOfHalf(free);
      halvesOf(part, of.cut).forEach((half, k) => {
        const child = { part: half, free: own, conjunction, place: halves[k]!, known };
        file(child, of.halves[k]!, queue.add);
      });
    });
    return { finite, unresolved };
  };

  const attacked = (): Found | undefined => {
    if (counted < attackAt) return undefined;
    attackAt = counted + Math.max(256, counted >> 3);
    const worst = starts.sort((a, b) => b.bound - a.bound).slice(0, effort.points);
    starts = [];
    return worst.length > 0 ? attack(region.box, worst, effort.steps) : undefined;
  };

  return {
    size: queue.size,
    add: queue.add,
    take: (parts) => {
      for (const { number, part: sent } of parts) {
        const place = {};
        taken.push([number, place]);
        const rows = rowsOf(sent.conjunction);
        queue.add({ ...sent, part: { ...sent.part, rows }, place });
      }
    },
    search: async (limits, enough = () => false): Promise<Searched> => {
      const reached = () => limits.reached() !== undefined;
      let unresolved = false;
      while (queue.size() > 0 && !enough(queue.size())) {
        await nextTask();
        const reason = limits.reached();
        if (reason) return { unresolved, reason };
        const done = step({ ...given, reached }, limits);
        unresolved ||= done.unresolved;
        if (!done.finite) return { unresolved, reason: 'not finite' };
        const witness = attacked();
        if (witness) return { unresolved, witness };
        onBatch?.(queue.size());
      }
      return { unresolved };
    },
    give: (numbers) => {
      const waiting = queue.take(queue.size());
      const some = everySecond(waiting, numbers.length);
      for (const open of waiting) queue.add(open);
      return some.map(({ place, part: { rows: _, ...part }, ...open }, k) => {
        givenAway.set(place, numbers[k]!);
        return { number: numbers[k]!, part: { ...open, part } };
      });
    },
    trees: () => taken.map(([number, place]) => [number, sequenceOf(place, givenAway)]),
    graft: (others) => graftCuts(givenAway, others),
  };
}
