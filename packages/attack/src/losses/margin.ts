import * as tf from '@tensorflow/tfjs-core';
import { type AttackLoss, choose, targetValue } from './loss';

/** The value itself: the target's, or the greatest. For one-against-all, the other logit less the label's. */
export const margin = (): AttackLoss => (values, targets) =>
  choose(targets, targetValue(values, targets), tf.max(values, 1));
