import * as tf from '@tensorflow/tfjs-core';
import type { WindowBounds } from '../windows';

/** `lower . x <= max(x) <= upper . x + offset` over the last axis; slopes in the shape of `x`, the offset without that axis. */
export type GreatestRelaxation = {
  readonly lower: tf.Tensor;
  readonly upper: tf.Tensor;
  readonly offset: tf.Tensor;
};

/**
 * The greatest of a window. Below it is the element `j` whose lower end `m` is the highest. Above it is
 * `x_j + sum of relu(x_i - m)` over the others, with the chord for each relu, or the highest upper end, whichever is
 * lower in the middle of the box: `max(x) = x_j + max(0, x_i - x_j) <= x_j + sum relu(x_i - m)`, as `x_j >= m`.
 * Where one element is greater than all others for sure, both are that element.
 *
 * @param bounds `[..., window]`; a gradient flows through the bounds, not through the choices.
 */
export function relaxGreatest({ lower, upper, absence }: WindowBounds): GreatestRelaxation {
  return tf.tidy(() => {
    const ranked = (end: tf.Tensor) => (absence ? tf.add(end, absence) : end); // what is not there comes last
    const own = oneHotOfGreatest(ranked(lower));
    const m = tf.max(ranked(lower), -1, true);
    const over = tf.mul(tf.relu(tf.sub(ranked(upper), m)), tf.sub(1, own)); // 0 for padding, and so its slope
    const width = tf.sub(upper, lower);
    const slope = tf.div(over, tf.maximum(width, 1e-18));
    const short = tf.relu(tf.sub(over, tf.mul(slope, width))); // rounding, as in the chord of relu
    const offset = tf.sum(tf.sub(short, tf.mul(slope, lower)), -1);
    const top = tf.max(ranked(upper), -1);
    const summed = tf.add(slope, own);
    const middle = tf.mul(tf.add(lower, upper), 0.5);
    const inMiddle = tf.add(tf.sum(tf.mul(summed, middle), -1), offset);
    const constant = tf.step(tf.sub(inMiddle, top)); // 1 where the constant is lower
    const linear = tf.sub(1, constant);
    return {
      lower: own,
      upper: tf.mul(summed, tf.reshape(linear, [...linear.shape, 1])),
      offset: tf.add(tf.mul(constant, top), tf.mul(linear, offset)),
    };
  });
}

const oneHotOfGreatest = (x: tf.Tensor): tf.Tensor =>
  tf.customGrad((values) => {
    const given = values as tf.Tensor;
    const places = tf.range(0, given.shape.at(-1)!, 1, 'int32');
    const value = tf.tidy(() =>
      tf.cast(tf.equal(places, tf.expandDims(tf.argMax(given, -1), -1)), 'float32'),
    );
    places.dispose();
    return { value, gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) };
  })(x);
