import type { PlainNetwork } from '@ibp/core';
import { piecewise } from '../rigorous/piecewise';

/**
 * Slopes of lines under a function with one kink, from those under the relu it is made of: float32 methods write every such
 * function as `a x + b relu(x)`. NaN, the checker's choice, where the function is concave (the slope is then that of
 * the line above) or has more kinks.
 *
 * @param slopes of some units of node `node`.
 */
export function linesBelow({ nodes }: PlainNetwork, node: number, slopes: Float32Array): Float32Array {
  const f = piecewise(nodes[node]!);
  if (f?.slopes.length !== 2) return new Float32Array(slopes.length).fill(Number.NaN);
  const [left, right] = f.slopes as [number, number];
  return slopes.map((slope) => (right >= left ? left + (right - left) * slope : Number.NaN));
}
