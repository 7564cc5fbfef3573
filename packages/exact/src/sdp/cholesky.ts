import type { Bipartite } from './bipartite';
import type { Multipliers } from './mixing';

/**
 * Whether Cholesky's factorisation of `diag(g) - [[0, B], [B', 0]]` runs to its end in floating point: the first rows of
 * the factor are those of the longer side of `B`, on which it is diagonal, so that only the shorter side costs.
 */
export function choleskyEnds({ rows, columns, block }: Bipartite, given: Multipliers): boolean {
  const tall = rows >= columns;
  const [first, second] = tall ? [given.rows, given.columns] : [given.columns, given.rows];
  if (!first.every((g) => g > 0 && g < Number.POSITIVE_INFINITY)) return false;
  const [n, m] = [first.length, second.length];
  const roots = first.map(Math.sqrt);
  /** Row by row what each of the second side has in the factor: over the first side, then over those before it. */
  const factor = new Float64Array(m * (n + m));
  for (let a = 0; a < m; a++) {
    for (let k = 0; k < n; k++) {
      factor[a * (n + m) + k] = block[tall ? k * columns + a : a * columns + k]! / roots[k]!;
    }
  }
  for (let a = 0; a < m; a++) {
    const own = a * (n + m);
    for (let b = 0; b < a; b++) {
      const other = b * (n + m);
      factor[own + n + b] = -product(factor, own, other, n + b) / factor[other + n + b]!;
    }
    const left = second[a]! - product(factor, own, own, n + a);
    if (!(left > 0 && left < Number.POSITIVE_INFINITY)) return false;
    factor[own + n + a] = Math.sqrt(left);
  }
  return true;
}

/** The scalar product of `count` numbers from `a` and from `b` on; four sums, of which a processor adds up several at once. */
function product(values: Float64Array, a: number, b: number, count: number): number {
  let [p, q, r, s] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < count; i += 4) {
    p += values[a + i]! * values[b + i]!;
    q += values[a + i + 1]! * values[b + i + 1]!;
    r += values[a + i + 2]! * values[b + i + 2]!;
    s += values[a + i + 3]! * values[b + i + 3]!;
  }
  for (; i < count; i++) p += values[a + i]! * values[b + i]!;
  return p + q + (r + s);
}
