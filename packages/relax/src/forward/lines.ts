import { type IntervalBounds, type LinearSpec, magnitude, outwardUpperBound } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A value of the network between two linear functions of the input, and in a box. Each function is `[batch, inputs + 1,
 * ...units]`: a coefficient for every unit of the input, then the constant.
 */
export type LinearBounds = {
  readonly lower: tf.Tensor;
  readonly upper: tf.Tensor;
  readonly bounds: IntervalBounds;
  /** At least the sum of the magnitudes that make up either function at any point, `[batch, ...units]`. */
  readonly size: tf.Tensor;
};

/** Two functions as bounds over a box of inputs; `known` is a box that the value lies in. */
export function linearBounds(
  { lower, upper }: { readonly lower: tf.Tensor; readonly upper: tf.Tensor },
  input: IntervalBounds,
  known: IntervalBounds,
): LinearBounds {
  const size = tf.maximum(sizeOf(lower, input), sizeOf(upper, input));
  return { lower, upper, size, bounds: concretized({ lower, upper }, input, known) };
}

/** `sum |coefficient| max |x| + |constant|`, a hundredth more for its own rounding. */
function sizeOf(rows: tf.Tensor, input: IntervalBounds): tf.Tensor {
  return tf.tidy(() => {
    const [batch, count, ...units] = rows.shape as [number, number, ...number[]];
    const weights = tf.concat(
      [tf.reshape(magnitude(input), [batch, count - 1, 1]), tf.ones([batch, 1, 1])],
      1,
    );
    const flat = tf.reshape(rows, [batch, count, -1]);
    return tf.reshape(tf.mul(tf.sum(tf.mul(tf.abs(flat), weights), 1), 1.01), [batch, ...units]);
  });
}

/** `rows` `[batch, inputs + 1, ...units]` as the functions `[batch, units, inputs]` and constants `[batch, units]`. */
function asSpec(rows: tf.Tensor, inputShape: readonly number[]): LinearSpec {
  const [batch, count] = rows.shape as [number, number];
  const flat = tf.reshape(rows, [batch, count, -1]) as tf.Tensor3D;
  const units = flat.shape[2];
  const c = tf.transpose(tf.slice(flat, [0, 0, 0], [batch, count - 1, units]), [0, 2, 1]);
  const d = tf.reshape(tf.slice(flat, [0, count - 1, 0], [batch, 1, units]), [batch, units]);
  return { c: tf.reshape(c, [batch, units, ...inputShape]), d: d as tf.Tensor2D };
}

/** The greatest values over a box of inputs, rounded outward, in the shape of the units. */
export function greatest(rows: tf.Tensor, input: IntervalBounds): tf.Tensor {
  return tf.tidy(() => {
    const shape = [rows.shape[0]!, ...rows.shape.slice(2)];
    return tf.reshape(outwardUpperBound(asSpec(rows, input.lower.shape.slice(1)), input), shape);
  });
}

/** The box of the two functions, cut with the box that is known already. */
function concretized(
  { lower, upper }: { readonly lower: tf.Tensor; readonly upper: tf.Tensor },
  input: IntervalBounds,
  known: IntervalBounds,
): IntervalBounds {
  return tf.tidy(() => {
    const low = tf.maximum(known.lower, tf.neg(greatest(tf.neg(lower), input)));
    const high = tf.minimum(known.upper, greatest(upper, input));
    return { lower: low, upper: high }; // NaN in either is caught in the box that was known
  });
}

/** The input as functions of itself: rows of the identity, and a constant 0. */
export function identityRows(shape: readonly number[]): tf.Tensor {
  const [batch, ...units] = shape as [number, ...number[]];
  return tf.tidy(() => {
    const n = units.reduce((a, b) => a * b, 1);
    const one = tf.concat([tf.eye(n), tf.zeros([1, n])], 0);
    return tf.tile(tf.reshape(one, [1, n + 1, ...units]), [batch, 1, ...units.map(() => 1)]);
  });
}

/** `rows` with `constant` `[batch or 1, ...units]` added to their last. */
export function addConstant(rows: tf.Tensor, constant: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [batch, count, ...units] = rows.shape as [number, number, ...number[]];
    const size = units.reduce((a, b) => a * b, 1);
    const flat = tf.reshape(rows, [batch, count, size]);
    const last = tf.reshape(constant, [constant.shape[0]!, 1, size]);
    const start = tf.slice(flat, [0, 0, 0], [batch, count - 1, size]);
    const end = tf.add(tf.slice(flat, [0, count - 1, 0], [batch, 1, size]), last);
    return tf.reshape(tf.concat([start, end], 1), rows.shape);
  });
}
