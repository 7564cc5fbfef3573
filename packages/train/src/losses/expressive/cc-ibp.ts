import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy } from '../spec-loss';
import { assertAlpha, type ExpressiveOptions, marginsOf } from './margins';

/**
 * CC-IBP (De Palma et al. 2024): the loss of the margins in between, `L((1 - alpha) reached + alpha bounded)`. Below
 * alpha 1 it bounds nothing from above.
 *
 * @throws when alpha is no share.
 */
export function ccIbpLoss(options: ExpressiveOptions): Loss {
  assertAlpha('ccIbpLoss', options);
  const { alpha, specLoss = crossEntropy() } = options;
  return robustLoss('unsoundCc', (context) => {
    const { reached, bounded } = marginsOf(context, options);
    const between = tf.add(tf.mul(reached, 1 - alpha), tf.mul(bounded, alpha)) as tf.Tensor2D;
    return specLoss(between, context.at);
  });
}
