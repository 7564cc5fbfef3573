import * as tf from '@tensorflow/tfjs-core';
import { type AdamOptions, adamOptions, momentSlots, nextMoments } from './moments';
import type { OptimizerRule } from './rule';

/**
 * Rectified Adam (Liu et al. 2020, "On the Variance of the Adaptive Learning Rate and Beyond", algorithm 2). While too few
 * gradients were seen for the second moment to mean much, the step is the first moment alone; then Adam's, by a
 * factor that rises to 1. That begins where the length of the average (rho) exceeds 5, as in the authors' code and in
 * PyTorch, the sixth step for a beta2 of 0.999; the paper has 4.
 *
 * @throws unless the betas are in [0, 1) and epsilon is above 0.
 */
export function radam(options: AdamOptions = {}): OptimizerRule {
  const { beta1, beta2, epsilon } = adamOptions('radam', options);
  return {
    slots: momentSlots,
    scalars: (step, learningRate) => {
      const corrected = learningRate / (1 - beta1 ** (step + 1));
      const rectification = rectificationAt(step + 1, beta2);
      // the first moment alone is Adam's step with a denominator of 1
      if (rectification === undefined) return { rate: corrected, adaptive: 0, epsilon: 1 };
      const correction = Math.sqrt(1 - beta2 ** (step + 1));
      return { rate: corrected * correction * rectification, adaptive: 1, epsilon };
    },
    move: (at) => {
      const slots = nextMoments(at, beta1, beta2);
      const { rate, adaptive, epsilon: added } = at.scalars;
      const denominator = tf.add(tf.mul(tf.sqrt(slots.second), adaptive!), added!);
      return { change: tf.mul(tf.div(slots.first, denominator), rate!), slots };
    },
  };
}

/** r of update t, from 1; undefined where the variance of the adaptive rate cannot be told. */
function rectificationAt(t: number, beta2: number): number | undefined {
  const most = 2 / (1 - beta2) - 1;
  const power = beta2 ** t;
  const rho = most - (2 * t * power) / (1 - power);
  if (!(rho > 5)) return undefined;
  return Math.sqrt(((rho - 4) * (rho - 2) * most) / ((most - 4) * (most - 2) * rho));
}
