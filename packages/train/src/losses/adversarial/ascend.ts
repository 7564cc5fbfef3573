import { type IntervalBounds, radius } from '@ibp/bounds';
import { assertShape, fail } from '@ibp/core';
import { apart } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** A search for the worst point of a box in a fixed number of steps, so that it can be compiled. */
export type Ascent = {
  readonly steps: number;
  /** As a share of half the width of the box, unit by unit: 0.25 of a ball of 8/255 is 2/255. */
  readonly stepSize: number;
  /** `[share of the steps, factor]`: the step size is multiplied by the factor from there on. */
  readonly decays?: readonly (readonly [number, number])[];
};

/**
 * Projected gradient ascent by the sign of the gradient (Madry et al. 2018), as it is used while training. It is no
 * measure of robustness: `@ibp/attack` has attacks that are.
 *
 * @param objective what to raise, `[batch, ...units]` to one number, in which each example has a term of its own.
 * @param start a point of the box.
 * @returns a point of the box, a constant to any gradient.
 * @throws when there are no whole number of steps, their size is not above 0, or the start is no point of the box.
 */
export function ascend(
  objective: (point: tf.Tensor) => tf.Scalar,
  box: IntervalBounds,
  start: tf.Tensor,
  { steps, stepSize, decays = [] }: Ascent,
): tf.Tensor {
  if (!(Number.isInteger(steps) && steps >= 0))
    fail('ascend', `expected a whole number of steps, got ${steps}`);
  if (!(stepSize > 0)) fail('ascend', `expected a step size above 0, got ${stepSize}`);
  assertShape('ascend: upper end of the box', box.upper.shape, box.lower.shape);
  assertShape('ascend: start', start.shape, box.lower.shape);
  return apart(() => {
    const reach = radius(box);
    const slope = tf.grad(objective);
    let point = tf.clone(start);
    for (let step = 0; step < steps; step++) {
      const share = decays.reduce(
        (size, [from, factor]) => (step >= from * steps ? size * factor : size),
        stepSize,
      );
      const moved = tf.add(point, tf.mul(tf.sign(slope(point)), tf.mul(reach, share)));
      point = tf.minimum(tf.maximum(moved, box.lower), box.upper);
    }
    return point;
  });
}

/** A point of the box for each number from 0 to 1 that was drawn. */
export const between = ({ lower, upper }: IntervalBounds, shares: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.add(lower, tf.mul(tf.sub(upper, lower), shares)));
