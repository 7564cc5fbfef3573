import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Situation } from './rule';

/** The decays of Adam's two moments, 0.9 and 0.999 unless given, and what keeps its division from zero, 1e-8. */
export type AdamOptions = { readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number };

/** The moving averages of the gradient and of its square. */
export const momentSlots = ['first', 'second'] as const;

/** @throws unless the averages forget, and what is divided by is not 0. */
export function adamOptions(where: string, options: AdamOptions): Required<AdamOptions> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  if (![beta1, beta2].every((b) => b >= 0 && b < 1) || !(epsilon > 0)) {
    fail(where, `expected betas in [0, 1) and epsilon > 0, got ${beta1}, ${beta2} and ${epsilon}`);
  }
  return { beta1, beta2, epsilon };
}

export function nextMoments({ gradient, slots }: Situation, beta1: number, beta2: number) {
  return {
    first: tf.add(tf.mul(slots.first!, beta1), tf.mul(gradient, 1 - beta1)),
    second: tf.add(tf.mul(slots.second!, beta2), tf.mul(tf.square(gradient), 1 - beta2)),
  };
}
