import { nextTask } from '@ibp/layers';
import type { Attack, Found } from '../attack/attack';
import { type Start, startsIn } from '../attack/starts';
import type { Limits } from '../limits';
import type { PropertyReason } from '../options';
import type { UnsafeRows } from '../rows';
import { type Bounded, boundParts, divide, whole } from './bounded';
import { halvesOf } from './branching';
import { freeOfHalf } from './choose-cuts';
import type { Free, Part, Rows } from './parts';
import type { Passes } from './passes';
import type { Tree } from './proof';
import { type Open, type Place, queueOf } from './queue';
import { firstSlopes, type Root } from './root';
import { rowsOfConjunction } from './rows-of-conjunction';
import type { SearchNetwork } from './search-network';

/** What became of a box, and how it was cut for each conjunction. */
export type SearchOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly trees: readonly Tree[];
};

export type SearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  /** How many passes the first attack is worth; those of 60 steps from each point unless given. */
  readonly passes?: number | undefined;
  readonly seed: number;
  readonly onBatch?: (open: number) => void;
};

/** Bytes that parts may wait in. */
const room = 2 ** 29;
/** Of the attack on the whole box, and of those from points where bounds are attained. */
const [first, later] = [
  { points: 3, steps: 60 },
  { points: 16, steps: 12 },
];

/** Of a large network an attack has no fewer than this. */
const fewSteps = 10;

/** A part as it is asked about. */
type Child = {
  readonly part: Part;
  readonly free: Free;
  readonly conjunction: number;
  readonly place: Place;
  readonly known: number;
};

/**
 * Cuts a box at values of hidden units until every conjunction is refuted on every part, a point is found at which one is
 * true, or a limit is reached. Nothing where intervals do not bound the box.
 *
 * @param roots give what is known of the whole box: the first at once, others by more work, for what those before leave open;
 * nothing where more work is none.
 */
export async function searchActivations(
  net: SearchNetwork,
  roots: readonly (() => Root | undefined)[],
  rows: UnsafeRows,
  { limits, attack, passes: worth = Number.POSITIVE_INFINITY, seed, onBatch }: SearchOptions,
): Promise<SearchOutcome | undefined> {
  const reached = () => limits.reached() !== undefined;
  const trees: Tree[] = [];
  let unresolved = false;
  let waiting: readonly Pick<Open, 'conjunction' | 'bound'>[] = rows.conjunctions.map((_, conjunction) => ({
    conjunction,
    bound: Number.POSITIVE_INFINITY,
  }));
  let open: Open[] = [];
  const starts: (Start & { readonly bound: number })[] = [];
  const end = (status: SearchOutcome['status'], more: Partial<SearchOutcome> = {}): SearchOutcome => ({
    ...{ status, trees },
    ...more,
  });
  let passes: Passes | undefined;

  /** Files a part: refuted, or open. */
  const file = (
    { part, conjunction, place, known }: Child,
    { bound, free, cuts, point }: Bounded,
    add: (open: Open) => void,
  ): void => {
    if (bound < 0) {
      place.leaf = { ...free, splits: part.splits, slopes: Float32Array.from(free.slopes), bound };
      return;
    }
    // the bound of the part that it was cut from holds as well, and tells better which is worst
    add({ part, conjunction, place, free, cuts, bound: Math.min(bound, known) });
    if (point) starts.push({ point, box: passes!.region.box, conjunction, bound });
  };

  for (const [stage, rootOf] of roots.entries()) {
    if (waiting.length === 0) break;
    const root = rootOf();
    if (!root && stage === 0) return undefined;
    if (!root) continue;
    const { layers, region, output } = root;
    const { box } = region;
    passes = { net, layers, region, start: net.nodes.length - 1, reached };
    const slopes = firstSlopes(layers);
    const children = waiting.map(({ conjunction, bound: known }): Child => {
      const own = rowsOfConjunction(rows, conjunction, output);
      const place = {};
      trees[conjunction] = { conjunction, root, place };
      return {
        part: { rows: own, lower: layers.lower, upper: layers.upper, splits: [] },
        free: { slopes, betas: new Float64Array(0), multipliers: evenly(own) },
        ...{ conjunction, place, known },
      };
    });
    open = [];
    limits.nodes += children.length;
    const found = boundParts(passes, children, whole);
    if (!found.every(({ bound }) => Number.isFinite(bound))) return end('unknown', { reason: 'not finite' });
    found.forEach((own, i) => {
      file(children[i]!, own, (part) => open.push(part));
    });
    waiting = open;
    const attained = starts.splice(0);
    if (attained.length === 0) continue;
    const others = startsIn(
      box,
      attained.map(({ conjunction }) => conjunction),
      first.points,
      { seed, name: stage === 0 ? 'activations' : `activations, ${stage}` },
    );
    const points = [...attained, ...others];
    const steps = Math.min(first.steps, Math.max(fewSteps, Math.floor(worth / points.length)));
    const witness = attack(box, points, steps);
    if (witness) return end('falsified', { witness });
  }

  if (!passes) return end('verified');
  const { layers, region } = passes;
  const queue = queueOf(Math.floor(room / (8 * (2 * layers.units + layers.slopes) + 1024)));
  for (const part of open) queue.add(part);
  let attackAt = limits.nodes + 256;
  while (queue.size() > 0) {
    await nextTask();
    const reason = limits.reached();
    if (reason) return end('unknown', { reason });
    const picked = queue.take(net.capacity >> 1);
    const divided = divide(passes, picked);
    let finite = true;
    divided.forEach((of, i) => {
      const { part, free, conjunction, place, bound: known } = picked[i]!;
      if ('decided' in of) {
        file({ part, free, conjunction, place, known }, of.decided, () => {
          unresolved = true;
        });
        limits.nodes += 1;
        finite &&= Number.isFinite(of.decided.bound);
        return;
      }
      const halves: [Place, Place] = [{}, {}];
      place.halves = halves;
      const own = freeOfHalf(free);
      halvesOf(part, of.cut).forEach((half, k) => {
        const bounded = of.halves[k]!;
        const child = { part: half, free: own, conjunction, place: halves[k]!, known };
        file(child, bounded, queue.add);
        limits.nodes += 1;
        finite &&= Number.isFinite(bounded.bound);
      });
    });
    if (!finite) return end('unknown', { reason: 'not finite' });
    if (limits.nodes >= attackAt) {
      attackAt = limits.nodes + Math.max(256, limits.nodes >> 3);
      const worst = starts.splice(0).sort((a, b) => b.bound - a.bound);
      const witness =
        worst.length > 0 ? attack(region.box, worst.slice(0, later.points), later.steps) : undefined;
      if (witness) return end('falsified', { witness });
    }
    onBatch?.(queue.size());
  }
  return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
}

const evenly = ({ d }: Rows): Float64Array =>
  new Float64Array(d.length > 1 ? d.length : 0).fill(1 / d.length);
