import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy } from '../spec-loss';
import { assertAlpha, type ExpressiveOptions, marginsOf } from './margins';

/**
 * MTL-IBP (De Palma et al. 2024, "Expressive Losses for Verified Robustness via Convex Combinations"): the loss under
 * attack and the loss on the bounds, `(1 - alpha) L(reached) + alpha L(bounded)`. Below alpha 1 it bounds nothing
 * from above.
 *
 * @throws when alpha is no share.
 */
export function mtlIbpLoss(options: ExpressiveOptions): Loss {
  assertAlpha('mtlIbpLoss', options);
  const { alpha, specLoss = crossEntropy() } = options;
  return robustLoss('unsoundMtl', (context) => {
    const { reached, bounded } = marginsOf(context, options);
    const [attacked, certified] = [reached, bounded].map((margins) => specLoss(margins, context.at));
    return tf.add(tf.mul(attacked!, 1 - alpha), tf.mul(certified!, alpha)) as tf.Scalar;
  });
}
