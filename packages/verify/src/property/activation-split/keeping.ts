import type { Layer } from './layers';
import { linesAt } from './lines';
import type { SearchNetwork } from './search-network';

/**
 * The multipliers of a split of a unit at 0 with which the halves have no greater bounds than the part, where its coefficient takes
 * a line of a free slope, by the pass of row `s` with lines at a place. The piece of a half may be worse than that line where a pass is
 * not told to end: right of 0, `a right z + beta z` with `beta = a (slope - right)` is `a slope z` again. A line on the other side of
 * an activation is no better than its pieces between the ends of the unit, and takes none.
 */
export function keepingOf(
  { nodes, heap }: Pick<SearchNetwork, 'nodes' | 'heap'>,
  { activations }: Layer,
  unit: number,
  { s, place }: { readonly s: number; readonly place: number },
): readonly [active: number, inactive: number] {
  let [active, inactive] = [0, 0];
  for (const of of activations) {
    const { activation, coefficients, stride } = nodes[of]!;
    const own = activation!.slopes;
    if (!own) continue;
    const [left, right] = own;
    const a = heap[coefficients + s * stride + unit]!;
    const convex = right >= left;
    if (convex ? a >= 0 : a <= 0) continue;
    const slope = heap[linesAt(nodes[of]!, place) + unit + (convex ? 2 * stride : 0)]!;
    active += a * (slope - right);
    inactive += a * (left - slope);
  }
  return [Math.max(0, active), Math.max(0, inactive)];
}
