import * as tf from '@tensorflow/tfjs-core';
import { intervalBound, linearBound, type Parameters, parameters } from './bound';
import type { Check } from './check';

type Weights = [tf.Tensor4D, tf.Tensor1D, tf.Tensor2D];

/** The cross-entropy of the bounds, for label 0, and as many more terms as AddN is given in training. */
function loss({ kernel, bias, weights }: Parameters): tf.Scalar {
  const upper = intervalBound({ kernel, bias, weights });
  const worst = tf.sub(tf.logSumExp(upper, 1), tf.squeeze(tf.slice(upper, [0, 0], [2, 1]), [1]));
  const margins = tf.relu(tf.add(linearBound({ kernel, bias, weights }), 1));
  const decay = tf.split(tf.reshape(weights, [36]), 9).map((part) => tf.sum(tf.square(part)));
  return tf.addN([tf.mean(worst), tf.mean(margins), ...decay]) as tf.Scalar;
}

/** A step of training on both bounds, and the loss after it. Needs gradients. */
export const trainingStep: Check = {
  compute: () => {
    const { kernel, bias, weights } = parameters();
    const of = (...[k, b, w]: tf.Tensor[]) => loss({ kernel: k, bias: b, weights: w } as Parameters);
    const { value, grads } = tf.valueAndGrads(of)([kernel, bias, weights]);
    const after = [kernel, bias, weights].map((x, i) => tf.sub(x, tf.mul(grads[i]!, 0.125))) as Weights;
    const sizes = grads.map((gradient) => tf.sum(tf.abs(gradient)));
    return {
      'a loss with a sum of 11 tensors': value,
      'the gradients of kernel, bias and weights': tf.stack(sizes),
      'the loss after a training step': of(...after),
    };
  },
  expected: {
    'a loss with a sum of 11 tensors': [4.09231],
    'the gradients of kernel, bias and weights': [0.361337, 0.370649, 14.75238],
    'the loss after a training step': [3.205829],
  },
};
