import type { BoxNode, Enclosure } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import type { Attack } from './attack/attack';
import { type Start, startsIn } from './attack/starts';
import { type BoxCuts, cutsOf, graftBoxes } from './box-cuts';
import { chooseCut } from './choose-feature';
import type { Bounder, Lines, SumOfRows } from './lines';
import { type Conjunction, refute } from './refute';
import { halvesOf } from './region';
import type { UnsafeRows } from './rows';
import { everySecond, type PartSession, type Searched } from './workers/part-session';

/** Of parts that wait longer than so many others, what is known of hidden units is found anew: it takes up memory. */
const remembered = 512;

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

/** A part without what is known of hidden units, which is found anew. */
export type SentBox = Omit<Part, 'at' | 'inner'>;

export type BoxSessionOptions = {
  readonly bounder: Bounder;
  readonly batch: number;
  readonly seed: number;
  readonly attack: Attack;
  /** Of each attack on parts. */
  readonly attackPoints?: number | undefined;
  readonly attackSteps?: number | undefined;
  /** Parts that were bounded before, by which attacks are spaced. */
  readonly before: number;
  readonly onBatch?: ((waiting: number) => void) | undefined;
};

/** Cuts parts of a box at features, in batches, the latest first, so that few wait. */
export function boxSession(
  whole: Enclosure,
  { conjunctions }: UnsafeRows,
  { bounder, batch, seed, attack, attackPoints = 64, attackSteps = 8, before, onBatch }: BoxSessionOptions,
): PartSession<SentBox, BoxCuts> & { readonly nodes: readonly (BoxNode | undefined)[] } {
  const nodes: (BoxNode | undefined)[] = [];
  const waiting: Part[] = [];
  const taken: (readonly [number: number, at: number])[] = [];
  const given = new Map<number, number>();
  let counted = before;
  let attackAt = 0;
  let round = 0;
  let unresolved = false;
  /** What lines of a part leave open. */
  const settled = (box: Enclosure, lines: Lines, known: Pick<Part, 'open' | 'multipliers'>) => {
    const multipliers = [...known.multipliers];
    const open = known.open.filter((k) => {
      const found = refute(box, lines, conjunctions[k]!);
      if (found.refuted) multipliers[k] = found.multipliers;
      return !found.refuted;
    });
    return { open, multipliers };
  };
  /** Closes a part, or cuts it. */
  const divide = (part: Part, lines: Lines, starts: Start[]): void => {
    const { box, at } = part;
    const { open, multipliers } = settled(box, lines, part);
    if (open.length === 0) {
      nodes[at] = leafOf(multipliers);
      return;
    }
    const own = open.map((k) => conjunctions[k]!);
    if (counted >= attackAt && starts.length < attackPoints) {
      const center = startsIn(box, open, 1, { seed, name: `${round}` });
      starts.push(...center, ...atCorners(box, lines, own));
    }
    const cut = chooseCut({ box, lines, open: own, whole }, bounder.estimate);
    if (!cut) {
      unresolved = true;
      return;
    }
    const { feature, at: middle } = cut;
    const [lower, upper] = [nodes.length, nodes.length + 1];
    nodes.push(undefined, undefined);
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
  return {
    nodes,
    size: () => waiting.length,
    take: (parts) => {
      for (const { number, part } of parts) {
        const at = nodes.length;
        nodes.push(undefined);
        taken.push([number, at]);
        waiting.push({ ...part, at });
      }
    },
    search: async (limits, enough = () => false): Promise<Searched> => {
      unresolved = false;
      for (; waiting.length > 0 && !enough(waiting.length); round++) {
        await nextTask(); // lets a signal come through
        const reason = limits.reached();
        if (reason) return { unresolved, reason };
        const parts = waiting.splice(Math.max(0, waiting.length - batch));
        const starts: Start[] = [];
        for (let from = 0; from < parts.length; from += bounder.together) {
          const late = from > 0 && limits.reached();
          if (late) {
            waiting.push(...parts.slice(from));
            return { unresolved, reason: late };
          }
          const some = parts.slice(from, from + bounder.together);
          const lines = bounder.bound(some);
          limits.nodes += some.length;
          counted += some.length;
          for (const [i, part] of some.entries()) divide(part, lines[i]!, starts);
        }
        if (starts.length > 0) {
          attackAt = counted + Math.max(256, counted >> 3);
          const witness = attack(whole, starts, attackSteps);
          if (witness) return { unresolved, witness };
        }
        for (let i = waiting.length - remembered - 1; i >= 0 && waiting[i]!.inner !== undefined; i--) {
          const { inner: _, ...part } = waiting[i]!;
          waiting[i] = part;
        }
        onBatch?.(waiting.length);
      }
      return { unresolved };
    },
    give: (numbers) =>
      everySecond(waiting, numbers.length).map(({ at, inner: _, ...part }, k) => {
        given.set(at, numbers[k]!);
        return { number: numbers[k]!, part };
      }),
    trees: () => cutsOf(nodes, taken, given),
    graft: (others) => graftBoxes(nodes, given, others),
  };
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
