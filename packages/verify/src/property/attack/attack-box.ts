import type { Enclosure } from '@ibp/exact';
import type { UnsafeRows } from '../rows';
import type { Found } from './attack';
import type { chooseAttack } from './choose';
import { startsIn } from './starts';

/** The first witness of ascents from points all over a box, for every conjunction. */
export function attackBox(
  box: Enclosure,
  { conjunctions }: UnsafeRows,
  { attack, effort: { points, steps } }: ReturnType<typeof chooseAttack>,
  key: { readonly seed: number; readonly name: string },
): Found | undefined {
  const all = conjunctions.map((_, k) => k);
  const count = Math.max(2, Math.ceil(points / all.length));
  return attack(box, startsIn(box, all, count, key), steps);
}
