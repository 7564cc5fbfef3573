import { type Concave, zOf } from './concave';
import { copyOf, type Duals, descend, type Sides } from './descend';

/** A part of a box by the sides of units: which were cut, in an order. */
export type Part = {
  readonly order: readonly number[];
  readonly sides: Sides;
  readonly duals: Duals;
  readonly bound: number;
};

/** How many units are compared by bounding both halves, and in how many steps. */
const [compared, steps] = [3, 8];

/** Both halves of a part, cut at the unit that lowers the bound most (De Palma et al. 2021); nothing where none is open. */
export function halvesOf(
  concave: Concave,
  { order, sides, duals }: Part,
  mean: Float64Array,
  enough: number,
): readonly [Part, Part] | undefined {
  const best = widest(concave, sides, duals, mean);
  let found: readonly [Part, Part] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const k of best) {
    const half = (side: 1 | -1): Part => {
      const own = { sides: sides.slice(), duals: copyOf(duals) };
      own.sides[k] = side;
      const { bound } = descend(concave, own.sides, own.duals, { steps, enough });
      return { ...own, order: [...order, k], bound };
    };
    const halves = [half(-1), half(1)] as const;
    const [a, b] = halves.map(({ bound }) => Math.max(bound, 0)) as [number, number];
    const score = Math.max(a, b) + 0.3 * Math.min(a, b);
    if (score < least) [least, found] = [score, halves];
  }
  return found;
}

/** The open units whose planes are farthest above them at a point. */
function widest({ above }: Concave, sides: Sides, { planes }: Duals, t: Float64Array): readonly number[] {
  const n = t.length;
  const gaps = Array.from(sides, (side, k) => {
    if (side !== 0) return { k, gap: Number.NEGATIVE_INFINITY };
    let plane = (above.gains[k]! * (above.centers[k]! + above.reaches[k]!)) / 2;
    for (let j = 0; j < n; j++) {
      plane += above.signs[k * n + j]! * planes[k * n + j]! * t[j]!;
    }
    return { k, gap: plane - above.gains[k]! * Math.max(0, zOf(above, k, t)) };
  });
  const open = gaps.filter(({ gap }) => gap > Number.NEGATIVE_INFINITY);
  return open
    .sort((a, b) => b.gap - a.gap)
    .slice(0, compared)
    .map(({ k }) => k);
}
