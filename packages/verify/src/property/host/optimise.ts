import type { Enclosure } from '@ibp/exact';
import { type HostRows, hostBackward, type PulledRows } from './backward';
import type { HostNetwork } from './host-network';
import { productsAt } from './intervals';

/**
 * One row on the output pulled back by lines whose free slopes are improved (alpha-CROWN, Xu et al. 2021). The bound is
 * linear in the slopes, and its greatest value on the box convex, so that slopes and the point where the bound is attained
 * answer each other (fictitious play, Robinson 1951). Begins with the lines that are written, and leaves
 * others that are as sound.
 *
 * @param given what the lines that are written make of the row; the best of all is returned.
 * @param enough a bound below this is good enough.
 */
export function optimised(
  host: HostNetwork,
  underflow: number,
  box: Enclosure,
  row: HostRows,
  { given, steps, enough }: { readonly given: PulledRows; readonly steps: number; readonly enough: number },
): PulledRows {
  const end = host.nodes.length - 1;
  let best = given;
  let last = hostBackward(host, underflow, box, end, row);
  for (let t = 1; t <= steps && !(best.bounds[0]! < enough); t++) {
    moveSlopes(host, box, last, 1 / t);
    last = hostBackward(host, underflow, box, end, row);
    if (last.bounds[0]! < best.bounds[0]!) best = last;
  }
  return best;
}

/** Moves free slopes towards the best for the point where the bound is attained, by what the pass that was made last, of one row, has left at the nodes. */
function moveSlopes(host: HostNetwork, { lower, upper }: Enclosure, { c }: PulledRows, rate: number): void {
  const { nodes, heap } = host;
  const point = lower.map((l, i) => (c[i]! > 0 ? upper[i]! : l));
  const points: Enclosure[] = [{ lower: point, upper: point }];
  for (const node of nodes.slice(1)) {
    if (!node.slopes) {
      const values = productsAt(host, node, points);
      points.push({ lower: values, upper: values });
      continue;
    }
    const { coefficients, constants, stride, slopes } = node;
    const { lower: taken } = points[node.inputs[0]!]!;
    const [left, right] = slopes;
    // of a convex activation the line below may be any through the kink, of a concave one the line above
    const free = constants + (right >= left ? 2 * stride : 0);
    const values = taken.map((z, i) => {
      const a = heap[coefficients + i]!;
      const line = constants + i + (a > 0 ? 0 : 2 * stride);
      const value = heap[line]! * z + heap[line + stride]!;
      // only a chord has a shift
      const isOpen = heap[constants + stride + i] !== 0 || heap[constants + 3 * stride + i] !== 0;
      if (isOpen && a !== 0 && a > 0 !== right >= left) {
        // towards the piece that the point is on
        const to = z > 0 ? right : left;
        const slope = heap[free + i]!;
        heap[free + i] = slope + (to - slope) * rate;
      }
      return value;
    });
    points.push({ lower: values, upper: values });
  }
}
