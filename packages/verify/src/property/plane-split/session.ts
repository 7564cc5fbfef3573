import type { PlainNetwork } from '@ibp/core';
import { type Region, treeLeafBounds } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import type { Attack } from '../attack/attack';
import { type Start, startsIn } from '../attack/starts';
import { type LeafTrees, leafKeeper } from '../workers/leaf-trees';
import { everySecond, type PartSession, type Searched } from '../workers/part-session';
import { halvesOf, type Part } from './choose-side';
import { type Concave, concaveOver, valueAt } from './concave';
import { descend } from './descend';
import { type HiddenLayer, objectiveOf } from './hidden-layer';
import { type Leaf, leafOf, treeAbout } from './leaf';

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

export type PlaneSessionOptions = {
  readonly attack: Attack;
  readonly seed: number;
  /** Parts that were bounded before, by which attacks are spaced. */
  readonly before: number;
  readonly onBatch?: ((open: number) => void) | undefined;
};

/** Cuts parts of a box by sides of units that planes are above, for one row; each is closed by exact arithmetic. */
export function planeSession(
  plain: PlainNetwork,
  layer: HiddenLayer,
  at: Region,
  conjunction: number,
  { attack, seed, before, onBatch }: PlaneSessionOptions,
): PartSession<Part, LeafTrees<Leaf>> & {
  readonly concave: Concave;
  readonly found: () => Pick<LeafTrees<Leaf>, 'leaves' | 'worst'>;
} {
  const { box } = at;
  const concave = concaveOver(layer, objectiveOf(plain, layer, at.unsafe[conjunction]!), box);
  const enough = -margin * sizeOf(concave);
  const about = treeAbout(layer, concave, conjunction);
  const waiting: Part[] = [];
  const kept = leafKeeper<Leaf>(() => waiting.length > 0);
  const starts: (Start & { readonly value: number })[] = [];
  let [counted, attackAt, turn] = [before, 0, 0];
  /** Whether exact arithmetic refutes a part, which then is a leaf. */
  const closes = (part: Part): boolean => {
    const leaf = leafOf(plain, layer, concave, part);
    const [bound] = treeLeafBounds(about, leaf, at) as unknown as [number];
    if (!(bound < 0)) return false;
    kept.add(leaf, bound);
    return true;
  };
  return {
    concave,
    found: kept.all,
    size: () => waiting.length,
    take: (parts) => {
      for (const { number, part } of parts) {
        kept.taken.push(number);
        waiting.push(part);
      }
    },
    give: (numbers) =>
      everySecond(waiting, numbers.length).map((part, k) => {
        kept.given.push(numbers[k]!);
        return { number: numbers[k]!, part };
      }),
    trees: kept.trees,
    graft: kept.graft,
    search: async (limits, enoughWait = () => false): Promise<Searched> => {
      let unresolved = false;
      for (; waiting.length > 0 && !enoughWait(waiting.length); turn++) {
        if (turn % together === 0) {
          await nextTask();
          onBatch?.(waiting.length);
        }
        const reason = limits.reached();
        if (reason) return { unresolved, reason };
        const part = waiting.pop()!;
        limits.nodes += 1;
        counted += 1;
        const isWhole = part.order.length === 0;
        const isOpen = part.sides.includes(0);
        const steps = isWhole ? whole! : isOpen ? each! : decided!;
        const { bound, mean } = descend(concave, part.sides, part.duals, { steps, enough });
        if (Number.isNaN(bound)) return { unresolved, reason: 'not finite' };
        if (bound < enough && closes(part)) continue;
        const point = mean.map((t, j) => concave.center[j]! + t * concave.radius[j]!);
        starts.push({ point, box, conjunction, value: valueAt(concave, mean) });
        // cut before the attack, so that no part is lost if it finds what is none
        const halves = halvesOf(concave, part, mean, enough);
        // the half with the greater bound is the next
        if (halves) waiting.push(...[...halves].sort((a, b) => a.bound - b.bound));
        else unresolved = true;
        if (counted >= attackAt || !isOpen || starts.at(-1)!.value > 0) {
          attackAt = counted + Math.max(256, counted >> 3);
          const own = starts.splice(0).sort((a, b) => b.value - a.value);
          const others = isWhole ? startsIn(box, [conjunction], first!.points, { seed, name: 'planes' }) : [];
          const effort = isWhole ? first! : later!;
          const witness = attack(box, [...own.slice(0, effort.points), ...others], effort.steps);
          if (witness) return { unresolved, witness };
        }
      }
      return { unresolved };
    },
  };
}

/** More than any value of the objective. */
function sizeOf({ constant, linear, above, below }: Concave): number {
  const ofUnits = [above, below].flatMap(({ gains, centers, reaches }) =>
    Array.from(gains, (gain, k) => Math.abs(gain) * (Math.abs(centers[k]!) + reaches[k]!)),
  );
  const ofFeatures = Array.from(linear, Math.abs);
  return [...ofUnits, ...ofFeatures].reduce((sum, size) => sum + size, Math.abs(constant));
}
