import * as tf from '@tensorflow/tfjs-core';
import type { Check } from './check';

/** A convolution, whose windows leave a rest of the image, relu, and a dense layer. */
export type Parameters = {
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
  readonly weights: tf.Tensor2D;
};

/** Multiples of 1/16 from -6/16 to 6/16, in an order of their own for each step. */
const numbers = <R extends tf.Rank>(shape: tf.ShapeMap[R], step: number): tf.Tensor<R> => {
  const values = Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => (((i * step) % 13) - 6) / 16);
  return tf.tensor(values, shape);
};

export const parameters = (): Parameters => ({
  kernel: numbers([2, 2, 1, 3], 5),
  bias: numbers([3], 7),
  weights: numbers([12, 3], 8),
});

const RADIUS = 0.25;
const images = () => numbers<tf.Rank.R4>([2, 6, 6, 1], 3);
const convolve = (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor =>
  tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 3, 'same');

/** Of what relu receives, over the boxes around two images; `[2, 2, 2, 3]`. */
function hiddenBounds({ kernel, bias }: Parameters): { lower: tf.Tensor; upper: tf.Tensor } {
  const x = images();
  const middle = tf.add(convolve(x, kernel), bias);
  const radius = convolve(tf.fill(x.shape, RADIUS), tf.abs(kernel));
  return { lower: tf.sub(middle, radius), upper: tf.add(middle, radius) };
}

/** Interval bounds from above of the three outputs of two images. */
export function intervalBound(parameters: Parameters): tf.Tensor2D {
  const { lower, upper } = hiddenBounds(parameters);
  const [l, u] = [lower, upper].map((end) => tf.reshape(tf.relu(end), [2, 12]) as tf.Tensor2D);
  const middle = tf.matMul(tf.mul(tf.add(l!, u!), 0.5) as tf.Tensor2D, parameters.weights);
  const radius = tf.matMul(tf.mul(tf.sub(u!, l!), 0.5) as tf.Tensor2D, tf.abs(parameters.weights));
  return tf.add(middle, radius);
}

/** Linear bounds (CROWN) of two rows of the outputs of each image, pulled back through all layers. */
export function linearBound(parameters: Parameters): tf.Tensor2D {
  const { kernel, bias, weights } = parameters;
  const { lower, upper } = hiddenBounds(parameters);
  const rows = tf.matMul(numbers<tf.Rank.R2>([4, 3], 4), weights, false, true);
  const c = tf.reshape(rows, [2, 2, 2, 2, 3]);
  const [positive, negative] = [tf.relu(c), tf.neg(tf.relu(tf.neg(c)))];
  const everyRow = (x: tf.Tensor) => tf.reshape(x, [2, 1, 2, 2, 3]);
  const chord = tf.div(tf.sub(tf.relu(upper), tf.relu(lower)), tf.sub(upper, lower));
  const offset = tf.sub(tf.relu(lower), tf.mul(chord, lower));
  const below = tf.step(tf.add(lower, upper));
  const hidden = tf.add(tf.mul(positive, everyRow(chord)), tf.mul(negative, everyRow(below)));
  const constant = tf.add(tf.mul(positive, everyRow(offset)), tf.mul(hidden, bias));
  const pulled = tf.conv2dTranspose(
    tf.reshape<tf.Rank.R4>(hidden, [4, 2, 2, 3]),
    kernel,
    [4, 6, 6, 1],
    3,
    'same',
  );
  const onImage = tf.reshape(pulled, [2, 2, 36]);
  const atMiddle = tf.sum(tf.mul(onImage, tf.reshape(images(), [2, 1, 36])), 2);
  const around = tf.mul(tf.sum(tf.abs(onImage), 2), RADIUS);
  return tf.addN([atMiddle, around, tf.sum(constant, [2, 3, 4])]) as tf.Tensor2D;
}

/** A whole bound, by intervals and by linear functions. */
export const bound: Check = {
  compute: () => ({
    'interval bounds of a convolution': intervalBound(parameters()),
    'a specification pulled back through a convolution': linearBound(parameters()),
  }),
  expected: {
    'interval bounds of a convolution': [
      0.20068359375, 0.107666015625, 0.041748046875, 0.19189453125, 0.009521484375, 0.072265625,
    ],
    'a specification pulled back through a convolution': [
      0.031658257, 0.078887939453125, 0.1013031005859375, 0.1065826416015625,
    ],
  },
};
