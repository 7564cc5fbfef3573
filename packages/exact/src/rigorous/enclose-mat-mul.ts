import { matMulSizes, type Shape } from '@ibp/core';
import type { Enclosure } from './enclosure';
import { down, up } from './rounding';

/** The sums of the boxes of all products, each at its own corner, as if no two shared a factor. */
export function encloseMatMul([a, b]: readonly [Enclosure, Enclosure], shapes: readonly Shape[]): Enclosure {
  const { count, rows, inner, columns } = matMulSizes(shapes);
  const [lower, upper] = [new Float64Array(count * rows * columns), new Float64Array(count * rows * columns)];
  for (let i = 0; i < lower.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const right = Math.floor(row / rows) * inner * columns + column;
    let [least, most] = [0, 0];
    for (let k = 0; k < inner; k++) {
      const [x, y] = [row * inner + k, right + k * columns];
      const [l, u, m, v] = [a.lower[x]!, a.upper[x]!, b.lower[y]!, b.upper[y]!];
      const [p, q, r, s] = [l * m, l * v, u * m, u * v];
      least = down(least + down(Math.min(p, q, r, s)));
      most = up(most + up(Math.max(p, q, r, s)));
    }
    lower[i] = least;
    upper[i] = most;
  }
  return { lower, upper };
}
