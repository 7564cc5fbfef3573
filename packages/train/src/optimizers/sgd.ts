import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerRule } from './rule';
import { assertWeightDecay } from './weight-decay';

/** Options of gradient descent with momentum, in PyTorch's form. */
export type SgdOptions = {
  /** 0.9 unless given; 0 for plain gradient descent. */
  readonly momentum?: number;
  /** Whether the gradient is followed from where the momentum leads (Sutskever et al. 2013); not unless given. */
  readonly nesterov?: boolean;
  /** The share of each variable that is added to its gradient; 0 unless given. */
  readonly weightDecay?: number;
};

/**
 * Stochastic gradient descent with momentum, in the form of PyTorch: `velocity = momentum * velocity + gradient`, and
 * the rate multiplies the velocity when it is used, so that a decay of the rate takes effect at once.
 *
 * @throws unless momentum is in [0, 1), and above 0 for Nesterov's, and the decay is not below 0.
 */
export function sgd({ momentum = 0.9, nesterov = false, weightDecay = 0 }: SgdOptions = {}): OptimizerRule {
  if (!(momentum >= 0 && momentum < 1)) fail('sgd', `expected momentum in [0, 1), got ${momentum}`);
  if (nesterov && momentum === 0) fail('sgd', 'expected momentum above 0 with nesterov, got 0');
  assertWeightDecay('sgd', weightDecay);
  return {
    slots: momentum > 0 ? ['velocity'] : [],
    scalars: (_, rate) => ({ rate }),
    move: ({ value, gradient, slots, scalars }) => {
      const slope = weightDecay > 0 ? tf.add(gradient, tf.mul(value, weightDecay)) : gradient;
      if (momentum === 0) return { change: tf.mul(slope, scalars.rate!), slots };
      const velocity = tf.add(tf.mul(slots.velocity!, momentum), slope);
      const direction = nesterov ? tf.add(slope, tf.mul(velocity, momentum)) : velocity;
      return { change: tf.mul(direction, scalars.rate!), slots: { velocity } };
    },
  };
}
