import { gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { byRow, fromRows, relaxSoftmax, softmax } from '../linear/softmax';
import { type Ends, ends } from './ends';
import { addConstant, type LinearBounds } from './lines';

/** Functions around softmax: the planes of its relaxation, of functions under and over its logits. */
export function throughSoftmax({ lower, upper, bounds, size }: LinearBounds): Ends {
  const planes = relaxSoftmax(bounds);
  const [low, high] = [byRow(lower), byRow(upper)];
  const along = (matrix: tf.Tensor, own: tf.Tensor, other: tf.Tensor): tf.Tensor => {
    const positive = tf.relu(matrix);
    const negative = tf.sub(matrix, positive);
    return fromRows(
      tf.add(tf.matMul(own, positive, false, true), tf.matMul(other, negative, false, true)),
      lower,
    );
  };
  const n = size.shape.at(-1)!;
  const lost = tf.add(
    tf.mul(softmax.reach([size], {}, planes), gamma(4 * n + 16)),
    tiny(4 * n * lower.shape[1]!),
  );
  const offset = (x: tf.Tensor) => tf.reshape(x, size.shape);
  return ends(
    addConstant(along(planes.lower.matrix, low, high), tf.sub(offset(planes.lower.offset), lost)),
    addConstant(along(planes.upper.matrix, high, low), tf.add(offset(planes.upper.offset), lost)),
  );
}
