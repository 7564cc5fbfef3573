import { apply } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from './problem';

/** How far the first and the last step of an ascent go, of the box. */
const [firstStep, lastStep] = [0.15, 0.002];

/** For each point `rows` numbers, 0 for those of its own group and great ones beside: added, they leave these the least. */
export function besides({ groups }: Problem, which: readonly number[], rows: number): Float32Array {
  const values = new Float32Array(which.length * rows).fill(1e30);
  which.forEach((group, i) => {
    values.fill(0, i * rows + groups[group]!.start, i * rows + groups[group]!.end);
  });
  return values;
}

/** What points are moved up. */
export type Rows = Pick<Problem, 'network' | 'spec'>;

/** `[points, rows]`: the values of all rows at points, which are rows of one matrix however many points there are. */
export function rowValues({ network, spec }: Rows, x: tf.Tensor): tf.Tensor2D {
  const [rows, units] = spec.c.shape.slice(1) as [number, number];
  const z = tf.reshape(apply(network, x), [-1, units]);
  return tf.add(tf.matMul(z, tf.reshape(spec.c, [rows, units]), false, true), spec.d) as tf.Tensor2D;
}

/** How far step `t` of so many goes, of the box. */
export const stepLength = (t: number, steps: number): number =>
  firstStep * (lastStep / firstStep) ** (t / Math.max(1, steps - 1));

/**
 * One signed gradient step inside the box up the least row of each point.
 *
 * @param others `[points, rows]`: what is added to the rows, see {@link besides}.
 */
export function ascent(
  of: Rows & Pick<Problem, 'input'>,
  x: tf.Tensor,
  others: tf.Tensor,
  length: tf.Tensor | number,
): tf.Tensor {
  const { lower, upper } = of.input;
  return tf.tidy(() => {
    const value = (at: tf.Tensor) => tf.sum(tf.min(tf.add(rowValues(of, at), others), 1)) as tf.Scalar;
    const step = tf.mul(tf.sub(upper, lower), length);
    const moved = tf.add(x, tf.mul(step, tf.sign(tf.grad(value)(x))));
    return tf.minimum(tf.maximum(moved, lower), upper);
  });
}

/** Points moved up the least row of their own group by signed gradient steps inside the box. Call it inside `tf.tidy`. */
export function ascend(
  problem: Problem,
  start: tf.Tensor,
  groups: readonly number[],
  steps: number,
): tf.Tensor {
  const [rows] = problem.spec.d.shape.slice(1) as [number];
  const others = tf.tensor2d(besides(problem, groups, rows), [groups.length, rows]);
  let x = start;
  for (let t = 0; t < steps; t++) x = ascent(problem, x, others, stepLength(t, steps));
  return x;
}
