import * as tf from '@tensorflow/tfjs-core';
import { adam } from './adam';
import type { AdamOptions } from './moments';
import type { OptimizerRule } from './rule';
import { assertWeightDecay } from './weight-decay';

/** Options of AdamW, Adam with its weight decay apart from the gradient (Loshchilov and Hutter 2019). */
export type AdamWOptions = AdamOptions & {
  /** The share of each variable that a step takes away, times the learning rate; 0.01 unless given. */
  readonly weightDecay?: number;
};

/**
 * AdamW (Loshchilov and Hutter 2019): Adam, and apart from it every variable shrinks by `learningRate * weightDecay` of
 * itself, so that the decay is not divided by the second moment. As in PyTorch it shrinks biases and the scales of batch
 * norm too.
 *
 * @throws unless the betas are in [0, 1), epsilon is above 0 and the decay is not below 0.
 */
export function adamw({ weightDecay = 0.01, ...options }: AdamWOptions = {}): OptimizerRule {
  assertWeightDecay('adamw', weightDecay);
  const rule = adam(options);
  return {
    slots: rule.slots,
    scalars: (step, learningRate) => ({
      ...rule.scalars(step, learningRate),
      decay: learningRate * weightDecay,
    }),
    move: (at) => {
      const { change, slots } = rule.move(at);
      return { change: tf.add(change, tf.mul(at.value, at.scalars.decay!)), slots };
    },
  };
}
