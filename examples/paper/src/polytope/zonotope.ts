export type Point = readonly [number, number];

/**
 * The outline of a zonotope in the plane: all points `center + sum of t_i move_i` with every `t_i` from -1 to 1.
 * Sorted by angle, the moves are the edges of its upper half; the lower half is its mirror image.
 */
export function zonotope(center: Point, moves: readonly Point[]): Point[] {
  // a move and its opposite are one: those that point up
  const up = moves
    .filter(([x, y]) => x !== 0 || y !== 0)
    .map(([x, y]): Point => (y < 0 || (y === 0 && x < 0) ? [-x, -y] : [x, y]))
    .sort(([ax, ay], [bx, by]) => Math.atan2(ay, ax) - Math.atan2(by, bx));
  let [x, y] = up.reduce(([sx, sy], [mx, my]): Point => [sx - mx, sy - my], center);
  const half = up.map(([mx, my]): Point => {
    const corner: Point = [x, y];
    [x, y] = [x + 2 * mx, y + 2 * my];
    return corner;
  });
  const mirrored = half.map(([hx, hy]): Point => [2 * center[0] - hx, 2 * center[1] - hy]);
  return half.length > 0 ? [...half, ...mirrored] : [center];
}
