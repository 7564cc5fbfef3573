import { type Enclosure, plainForward } from '@ibp/exact';
import { conjunctionValues } from '../conjunction-values';
import type { Checked } from '../witness';
import type { Found } from './attack';
import type { chooseAttack } from './choose';
import { startsIn } from './starts';

/** Points of a conjunction: the center of the box and one more at the least. */
const least = 2;

/** The first witness of ascents from points all over a box, for every conjunction that the effort suffices for. */
export function attackBox(
  box: Enclosure,
  problem: Pick<Checked, 'plain' | 'rows'>,
  { attack, effort: { points, steps } }: ReturnType<typeof chooseAttack>,
  key: { readonly seed: number; readonly name: string },
): Found | undefined {
  const conjunctions = promising(box, problem, Math.max(1, Math.floor(points / least)));
  const count = Math.max(least, Math.ceil(points / conjunctions.length));
  return attack(box, startsIn(box, conjunctions, count, key), steps);
}

/** All conjunctions; of more than `most`, those whose least row is greatest at the center of the box. */
export function promising(
  { lower, upper }: Enclosure,
  { plain, rows }: Pick<Checked, 'plain' | 'rows'>,
  most: number,
): readonly number[] {
  const all = rows.conjunctions.map((_, k) => k);
  if (all.length <= most) return all;
  const center = Float64Array.from(lower, (l, i) => l + (upper[i]! - l) / 2);
  const values = conjunctionValues(rows, plainForward(plain, center));
  // NaN, which no comparison puts in its place, counts as the least
  const value = (k: number) => (Number.isNaN(values[k]!) ? Number.NEGATIVE_INFINITY : values[k]!);
  return all.sort((a, b) => value(b) - value(a) || a - b).slice(0, most);
}
