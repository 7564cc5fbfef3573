import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/** Where a box is so narrow that its widths say nothing. */
const TOLERANCE = 1e-5;

/**
 * The gradient connector of TAPS: gives the points as they are, and their gradient to the ends of the box they were
 * found in. The upper end takes all of it from a point at that end, none from one further away than `reach` times the
 * width, and a share in between; the lower end likewise.
 *
 * @param points in the box, constants.
 * @param reach c in the paper; half the width unless given.
 */
export function linkGradient(box: IntervalBounds, points: tf.Tensor, reach = 0.5): tf.Tensor {
  const linked = tf.customGrad((...args: unknown[]) => {
    const [lower, upper, save] = args as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const slack = tf.maximum(tf.mul(tf.sub(upper, lower), reach), TOLERANCE);
    const share = (distance: tf.Tensor) => tf.relu(tf.sub(1, tf.div(distance, slack)));
    save([share(tf.sub(points, lower)), share(tf.sub(upper, points))]);
    return {
      value: tf.clone(points),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((toEnd) => tf.mul(dy, toEnd)),
    };
  });
  return linked(box.lower, box.upper);
}

/** A number as it is, with a gradient that is so many times its own. */
export function scaleGradient<T extends tf.Tensor>(x: T, by: number): T {
  const scaled = tf.customGrad((value) => ({
    value: tf.clone(value as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, by),
  }));
  return scaled(x) as T;
}
