import type { Layers } from './layers';
import type { Free, Part } from './parts';
import type { Passes } from './passes';

/** How many numbers a part's bound may be improved by: its slopes, then its betas, then its multipliers. */
export const sizeOfFree = ({ slopes, betas, multipliers }: Free): number =>
  slopes.length + betas.length + multipliers.length;

/**
 * What a part's bound grows with each of these by, after the pass forward of row `s`. It needs no graph: a slope's is its unit's
 * coefficient times the value that comes in where the bound is attained. Slopes count in shares of their ranges; of what is at an end
 * of its range and would go beyond, it is 0.
 */
export function writeGradient(
  { net: { nodes, heap }, layers: { sloped }, start }: Passes,
  { lower, upper, splits, rows }: Part,
  { slopes, betas, multipliers }: Free,
  s: number,
  into: Float64Array,
): void {
  into.fill(0);
  for (const { node, layer, offset, slopes: own } of sloped) {
    if (node > start) continue;
    const [least, most] = [Math.min(...own), Math.max(...own)];
    const convex = own[1] >= own[0];
    const { coefficients, stride } = nodes[node]!;
    const input = nodes[layer.node]!;
    const [c, z] = [coefficients + s * stride, input.values + s * input.stride];
    for (let k = 0; k < layer.units.length; k++) {
      if (!(lower[layer.offset + k]! < 0 && upper[layer.offset + k]! > 0)) continue;
      const unit = layer.units[k]!;
      const a = heap[c + unit]!;
      const i = offset + k;
      if (convex ? !(a < 0) : !(a > 0)) continue;
      into[i] = inside((most - least) * a * heap[z + unit]!, slopes[i]!, least, most);
    }
  }
  for (let k = 0; k < splits.length; k++) {
    const { node, unit, side, at = 0 } = splits[k]!;
    if (node >= start) continue;
    const { values, stride } = nodes[node]!;
    const gap = heap[values + s * stride + unit]! - at;
    into[slopes.length + k] = inside(side === 'active' ? gap : -gap, betas[k]!, 0, Number.POSITIVE_INFINITY);
  }
  const { values, stride, size } = nodes[start]!;
  for (let r = 0; r < multipliers.length; r++) {
    let value = rows.d[r]!;
    for (let i = 0; i < size; i++) value += rows.c[r * size + i]! * heap[values + s * stride + i]!;
    into[slopes.length + betas.length + r] = inside(value, multipliers[r]!, 0, 1);
  }
}

/** A gradient that leads down to where its number may go. */
const inside = (gradient: number, value: number, least: number, most: number): number =>
  (value <= least && gradient > 0) || (value >= most && gradient < 0) ? 0 : gradient;

/** Takes steps down from what a part's bound may be improved by, as far as each may go. */
export function stepDown(
  { sloped }: Layers,
  { slopes, betas, multipliers }: Free,
  steps: Float64Array,
): void {
  for (const { layer, offset, slopes: own } of sloped) {
    const [least, most] = [Math.min(...own), Math.max(...own)];
    for (let i = offset; i < offset + layer.units.length; i++) {
      if (steps[i] === 0) continue;
      // in float32, as certificates keep them
      const moved = Math.fround(slopes[i]! - (most - least) * steps[i]!);
      slopes[i] = Math.min(most, Math.max(least, moved));
    }
  }
  let at = slopes.length;
  for (let k = 0; k < betas.length; k++) betas[k] = Math.max(0, betas[k]! - steps[at++]!);
  if (multipliers.length === 0) return;
  for (let r = 0; r < multipliers.length; r++) multipliers[r] = Math.max(0, multipliers[r]! - steps[at++]!);
  const total = multipliers.reduce((a, b) => a + b, 0);
  for (let r = 0; r < multipliers.length; r++) {
    multipliers[r] = total > 0 ? multipliers[r]! / total : 1 / multipliers.length;
  }
}
