import type { Concave } from './concave';

/** Newton steps that find the shift; what these leave, the last sum mends. */
const mostSteps = 8;

/**
 * Moves the plane of unit `k` of `above` down by a step at a point, and to the nearest plane that is above the unit: its parts
 * lie between 0 and all of what features move the unit by, and come to half the greatest value of the unit.
 */
export function projectPlane(
  { above, linear }: Concave,
  k: number,
  planes: Float64Array,
  point: Float64Array,
  step: number,
): void {
  const { signs, most } = above;
  const n = linear.length;
  const from = k * n;
  const target = (above.gains[k]! * (above.centers[k]! + above.reaches[k]!)) / 2;
  for (let j = 0; j < n; j++) {
    planes[from + j]! -= step * signs[from + j]! * point[j]!;
  }
  let shift = 0;
  for (let t = 0; t < mostSteps; t++) {
    let sum = -target;
    let inside = 0;
    for (let j = 0; j < n; j++) {
      const moved = planes[from + j]! - shift;
      if (moved >= most[from + j]!) sum += most[from + j]!;
      else if (moved > 0) {
        sum += moved;
        inside += 1;
      }
    }
    if (Math.abs(sum) <= 1e-4 * target) break;
    shift += sum / Math.max(1, inside);
  }
  let total = 0;
  let room = 0;
  for (let j = 0; j < n; j++) {
    const kept = Math.min(most[from + j]!, Math.max(0, planes[from + j]! - shift));
    planes[from + j] = kept;
    total += kept;
    room += most[from + j]! - kept;
  }
  if (total >= target) {
    const rate = total > 0 ? target / total : 0;
    for (let j = 0; j < n; j++) planes[from + j]! *= rate;
    return;
  }
  const rate = Math.min(1, (target - total) / room);
  for (let j = 0; j < n; j++) {
    planes[from + j]! += rate * (most[from + j]! - planes[from + j]!);
  }
}
