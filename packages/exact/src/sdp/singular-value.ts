import type { Bipartite } from './bipartite';
import type { Multipliers } from './mixing';

const steps = 60;

/**
 * An estimate, from below, of the greatest singular value of `diag(g)^-1/2 B diag(g)^-1/2` by power iteration: by as much
 * multipliers `g` fall short of, or exceed, what makes `diag(g) - [[0, B], [B', 0]]` positive semidefinite. No proof
 * rests on it.
 */
export function greatestSingularValue({ rows, columns, block }: Bipartite, given: Multipliers): number {
  const [left, right] = [given.rows.map(Math.sqrt), given.columns.map(Math.sqrt)];
  let x = right.map((_, k) => 1 + (k % 7) / 7);
  let size = 0;
  for (let step = 0; step < steps; step++) {
    const y = new Float64Array(rows);
    for (let j = 0; j < rows; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += (block[j * columns + k]! * x[k]!) / right[k]!;
      y[j] = sum / left[j]!;
    }
    const next = new Float64Array(columns);
    for (let j = 0; j < rows; j++) {
      const factor = y[j]! / left[j]!;
      for (let k = 0; k < columns; k++) next[k]! += block[j * columns + k]! * factor;
    }
    for (let k = 0; k < columns; k++) next[k]! /= right[k]!;
    const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
    size = Math.sqrt(norm(next) / norm(x));
    const scale = norm(next);
    if (!(scale > 0)) return 0;
    x = next.map((value) => value / scale);
  }
  return size;
}
