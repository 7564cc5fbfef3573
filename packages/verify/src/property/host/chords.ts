import type { HostNetwork, HostNode } from './host-network';
import { down, up } from './rounding';

/**
 * Writes the lines around the units of an activation with slopes `left` and `right` of 0, over the intervals of its
 * input: slopes above, shifts above, slopes below, shifts below. The free line has the slope that leaves the smaller area.
 */
export function writeLines(
  { heap }: HostNetwork,
  { constants, stride, slopes }: HostNode,
  lower: Float64Array,
  upper: Float64Array,
): void {
  const [left, right] = slopes!;
  for (let i = 0; i < lower.length; i++) {
    const l = lower[i]!;
    const u = upper[i]!;
    let slopeAbove = l >= 0 ? right : left;
    let slopeBelow = slopeAbove;
    let shiftAbove = 0;
    let shiftBelow = 0;
    if (!(l >= 0 || u <= 0)) {
      const chord = (right * u - left * l) / (u - l);
      const touching = u > -l ? right : left;
      if (right >= left) {
        // convex: the chord is above, moved up as far as rounding may have put it below an end
        slopeAbove = chord;
        shiftAbove = Math.max(up(up(left * l) - down(chord * l)), up(up(right * u) - down(chord * u)), 0);
        slopeBelow = touching;
      } else {
        slopeAbove = touching;
        slopeBelow = chord;
        shiftBelow = Math.min(down(down(left * l) - up(chord * l)), down(down(right * u) - up(chord * u)), 0);
      }
    }
    heap[constants + i] = slopeAbove;
    heap[constants + stride + i] = shiftAbove;
    heap[constants + 2 * stride + i] = slopeBelow;
    heap[constants + 3 * stride + i] = shiftBelow;
  }
}
