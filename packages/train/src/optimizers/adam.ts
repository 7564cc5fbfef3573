import * as tf from '@tensorflow/tfjs-core';
import { type AdamOptions, adamOptions, momentSlots, nextMoments } from './moments';
import type { OptimizerRule } from './rule';

/**
 * Adam (Kingma and Ba 2015). Not `tf.train.adam`: that one keeps the powers of its betas as running float32 products and
 * restores them with `pow`, so that a resumed run differs from one never stopped.
 *
 * @throws unless the betas are in [0, 1) and epsilon is above 0.
 */
export function adam(options: AdamOptions = {}): OptimizerRule {
  const { beta1, beta2, epsilon } = adamOptions('adam', options);
  return {
    slots: momentSlots,
    // the bias corrections folded into the rate and into epsilon save two passes over every moment
    scalars: (step, learningRate) => {
      const correction = Math.sqrt(1 - beta2 ** (step + 1));
      return { rate: (learningRate * correction) / (1 - beta1 ** (step + 1)), epsilon: epsilon * correction };
    },
    move: (at) => {
      const slots = nextMoments(at, beta1, beta2);
      const denominator = tf.add(tf.sqrt(slots.second), at.scalars.epsilon!);
      return { change: tf.mul(tf.div(slots.first, denominator), at.scalars.rate!), slots };
    },
  };
}
