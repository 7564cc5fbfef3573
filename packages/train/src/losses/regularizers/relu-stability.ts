import * as tf from '@tensorflow/tfjs-core';
import type { Regularizer } from './regularizer';
import { reluInputs } from './relu-inputs';

/**
 * RS loss of Xiao et al. 2019 ("Training for Faster Adversarial Robustness Verification via Inducing ReLU Stability"):
 * `-tanh(1 + l u)` of what goes into each relu, lowest where both ends have one sign. Fewer relus that may be on or off
 * are fewer binary variables for an exact verifier. Summed over units and layers, averaged over the batch, with the
 * bounds of IBP.
 */
export const reluStability = (): Regularizer => (context) => {
  const layers = reluInputs('reluStability', context).map(({ lower, upper }) => {
    const units = tf.neg(tf.tanh(tf.add(tf.mul(lower, upper), 1)));
    return tf.div(tf.sum(units), lower.shape[0]!);
  });
  return tf.addN(layers) as tf.Scalar;
};
