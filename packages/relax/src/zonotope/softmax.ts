import type { IntervalBounds } from '@ibp/bounds';
import { gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { choose } from '../linear/relaxations/extremes';
import { relaxSoftmax } from '../linear/softmax';
import { type Affine, mapNoise, type Noise, type Zonotope } from './zonotope';

/** `[rows, n, n]` times the logits of each row, `[batch, symbols or 1, ...rows, n]`. */
function timesRows(matrix: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const [batch, count, n] = [x.shape[0]!, x.shape[1]!, x.shape.at(-1)!];
  const rows = tf.reshape(tf.transpose(tf.reshape(x, [batch, count, -1, n]), [0, 2, 1, 3]), [-1, count, n]);
  const made = tf.matMul(rows, matrix, false, true);
  return tf.reshape(tf.transpose(tf.reshape(made, [batch, -1, count, n]), [0, 2, 1, 3]), x.shape);
}

/**
 * Softmax by one affine map in the middle between the planes of its relaxation, and fresh noise as wide as they are apart at most
 * over the box; a share whose box is narrower than that is the box.
 */
export function throughSoftmax(
  { center, noise, error, size, bounds }: Zonotope,
  fresh: (radius: tf.Tensor) => Noise[],
  known: IntervalBounds,
): Affine {
  const n = center.shape.at(-1)!;
  const { lower, upper } = relaxSoftmax(bounds);
  const half = (x: tf.Tensor) => tf.mul(x, 0.5);
  const single = (matrix: tf.Tensor, x: tf.Tensor) =>
    tf.reshape(timesRows(matrix, tf.expandDims(x, 1)), center.shape);
  const shaped = (x: tf.Tensor) => tf.reshape(x, center.shape);

  const apart = half(tf.sub(upper.matrix, lower.matrix));
  const middle = half(tf.add(bounds.lower, bounds.upper));
  const radius = half(tf.sub(bounds.upper, bounds.lower));
  const gap = tf.addN([
    single(apart, middle),
    single(tf.abs(apart), radius),
    shaped(half(tf.sub(upper.offset, lower.offset))),
  ]);
  const ofBox = half(tf.sub(known.upper, known.lower));
  const narrower = tf.step(tf.sub(ofBox, gap));
  const rows = tf.expandDims(tf.reshape(narrower, [-1, n]), 2);
  const matrix = tf.mul(half(tf.add(upper.matrix, lower.matrix)), rows);
  const offset = shaped(half(tf.add(upper.offset, lower.offset)));
  const from = choose(narrower, offset, half(tf.add(known.lower, known.upper)));

  const steep = tf.maximum(tf.abs(upper.matrix), tf.abs(lower.matrix));
  const offsets = shaped(tf.add(tf.abs(upper.offset), tf.abs(lower.offset)));
  const magnitudes = tf.addN([single(steep, size), offsets, tf.fill(offsets.shape, 1)]);
  return {
    center: tf.add(single(matrix, center), from),
    noise: [
      ...mapNoise(noise, (generators) => timesRows(matrix, generators)),
      ...fresh(choose(narrower, tf.relu(gap), ofBox)),
    ],
    error: tf.addN([
      single(tf.abs(matrix), error),
      tf.mul(magnitudes, gamma(6 * n + 16)),
      tf.fill(offsets.shape, tiny(8 * n)),
    ]),
  };
}
