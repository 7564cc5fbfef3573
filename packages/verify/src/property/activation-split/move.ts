import type { Region } from './batch';
import type { Field } from './field';
import type { Layers } from './layers';
import type { Free, Part } from './parts';
import type { SearchNetwork } from './search-network';

/** What passes are made in: from the value of node `start` back. */
export type Passes = {
  readonly net: SearchNetwork;
  readonly layers: Layers;
  readonly region: Region;
  readonly start: number;
  /** Whether time is up: what was found by then has to do. */
  readonly reached: () => boolean;
  /** Of parts that are the whole box, whose lines are written, and are asked for one unit each: what these depend on. */
  readonly units?: { readonly fields: readonly Field[] | undefined };
};

/** A part with its moments of Adam. */
export type Moving = {
  readonly part: Part;
  readonly free: Free;
  readonly first: Float64Array;
  readonly second: Float64Array;
};

const [momentum, spread, small] = [0.9, 0.999, 1e-8];

/** Moves what a part's bound depends on down its gradient, after the pass forward of row `s`: step `t` of projected Adam. */
export function move(
  { net: { nodes, heap }, layers: { sloped }, start }: Passes,
  { part, free, first, second }: Moving,
  {
    s,
    t,
    slopeRate,
    betaRate,
  }: { readonly s: number; readonly t: number; readonly slopeRate: number; readonly betaRate: number },
): void {
  const { slopes, betas, multipliers } = free;
  const { lower, upper, splits, rows } = part;
  const [ofFirst, ofSecond] = [1 / (1 - momentum ** t), 1 / (1 - spread ** t)];
  const step = (i: number, gradient: number): number => {
    const m = momentum * first[i]! + (1 - momentum) * gradient;
    const v = spread * second[i]! + (1 - spread) * gradient * gradient;
    first[i] = m;
    second[i] = v;
    return (m * ofFirst) / (Math.sqrt(v * ofSecond) + small);
  };
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
      const gradient = (convex ? a < 0 : a > 0) ? a * heap[z + unit]! : 0;
      const i = offset + k;
      if (gradient === 0 && second[i] === 0) continue;
      // in float32, as certificates keep them
      const moved = Math.fround(slopes[i]! - (most - least) * slopeRate * step(i, gradient));
      slopes[i] = Math.min(most, Math.max(least, moved));
    }
  }
  for (let k = 0; k < splits.length; k++) {
    const { node, unit, side, at = 0 } = splits[k]!;
    if (node >= start) continue;
    const { values, stride } = nodes[node]!;
    const gap = heap[values + s * stride + unit]! - at;
    const gradient = side === 'active' ? gap : -gap;
    betas[k] = Math.max(0, betas[k]! - betaRate * step(slopes.length + k, gradient));
  }
  if (multipliers.length === 0) return;
  const { values, stride, size } = nodes[start]!;
  for (let r = 0; r < multipliers.length; r++) {
    let value = rows.d[r]!;
    for (let i = 0; i < size; i++) value += rows.c[r * size + i]! * heap[values + s * stride + i]!;
    const moved = multipliers[r]! - betaRate * step(slopes.length + betas.length + r, value);
    multipliers[r] = Math.max(0, moved);
  }
  const total = multipliers.reduce((a, b) => a + b, 0);
  for (let r = 0; r < multipliers.length; r++) {
    multipliers[r] = total > 0 ? multipliers[r]! / total : 1 / multipliers.length;
  }
}
