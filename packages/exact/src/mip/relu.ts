import { down, up } from '../rigorous/rounding';
import type { ProblemBuilder } from './problem-builder';

/** An unstable unit: the column `z` is its input but for a slack; the input is in `[lower, upper]`, on both sides of 0. */
export type Unstable = {
  readonly z: number;
  readonly slack: number;
  readonly lower: number;
  readonly upper: number;
};

/** Adds a column for `max(z, 0)` and what is known of it. */
export type ReluRows = (builder: ProblemBuilder, unit: Unstable) => number;

/** `y >= 0`, `y >= z`: what both ways to write it share. */
function below(builder: ProblemBuilder, { z, slack, upper }: Unstable): number {
  const y = builder.column(0, upper, (columns) => Math.max(columns[z]!, 0));
  builder.row(-slack, Infinity, [y, z], [1, -1]);
  return y;
}

/**
 * Exactly, with a binary `d` that is 1 where the unit is active: `y <= z - lower (1 - d)`, `y <= upper d` (Tjeng, Xiao
 * and Tedrake 2019, eq. 5-8).
 */
export const exactRelu: ReluRows = (builder, unit) => {
  const { z, slack, lower, upper } = unit;
  const y = below(builder, unit);
  const d = builder.column(0, 1, (columns) => Number(columns[z]! > 0), true);
  builder.row(-Infinity, up(slack - lower), [y, z, d], [1, -1, -lower]);
  builder.row(-Infinity, 0, [y, d], [1, -upper]);
  return y;
};

/**
 * The triangle `y >= 0`, `y >= z`, `y <= upper (z - lower) / (upper - lower)` (Ehlers 2017, section 4; the convex hull
 * of the unit's graph over the interval). The line is moved up so that it holds for its rounded slope.
 */
export const triangleRelu: ReluRows = (builder, unit) => {
  const { z, slack, lower, upper } = unit;
  const y = below(builder, unit);
  const slope = Math.min(upper / (upper - lower), 1);
  const height = Math.max(up(-slope * lower), up(upper - down(slope * upper)));
  builder.row(-Infinity, up(up(height) + slack), [y, z], [1, -slope]);
  return y;
};
