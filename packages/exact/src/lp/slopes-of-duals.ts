import { type PlainNetwork, sizeOf } from '@ibp/core';
import type { RowSlopes } from '../certificate/slope-proof';
import type { Encoding } from '../mip/encode';

/**
 * The slopes of the lines below open ReLUs that an LP's duals stand for. The multiplier of `y >= z` and that of `y >= 0`,
 * which is the reduced cost of `y`, are the shares of the lines `z` and `0` in what bounds `y` from below, so that the
 * line between them bounds as well (Salman et al. 2019, A convex relaxation barrier, theorem 4.2). Any slope is sound: what
 * the solver got wrong costs tightness.
 */
export function slopesOfDuals(
  { nodes }: PlainNetwork,
  { problem, relus }: Encoding,
  rowDuals: ArrayLike<number>,
): RowSlopes[] {
  const reduced = problem.cost.slice();
  for (let r = 0; r < problem.rows; r++) {
    const y = rowDuals[r]!;
    if (!(Math.abs(y) > 0)) continue;
    for (let k = problem.starts[r]!; k < problem.starts[r + 1]!; k++) {
      reduced[problem.indices[k]!]! -= y * problem.values[k]!;
    }
  }
  const found = new Map<number, { slopes: Float32Array; open: Float32Array }>();
  for (const { node, unit, column, row } of relus) {
    const size = sizeOf(nodes[node]!.shape);
    const own = found.get(node) ?? { slopes: new Float32Array(size), open: new Float32Array(size) };
    found.set(node, own);
    const [ofZ, of0] = [Math.max(rowDuals[row]!, 0), Math.max(reduced[column]!, 0)];
    if (!(ofZ + of0 > 0)) continue; // the line above counts, or none: left to whoever checks
    own.slopes[unit] = ofZ / (ofZ + of0);
    own.open[unit] = 1;
  }
  return [...found].map(([node, lines]) => ({ node, ...lines }));
}
