import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy } from '../spec-loss';
import { assertAlpha, type ExpressiveOptions, marginsOf } from './margins';

/**
 * Exp-IBP (De Palma et al. 2024): the combination of the losses' logarithms, `L(reached)^(1 - alpha) L(bounded)^alpha`.
 * For losses above 0, as the cross-entropy is. Below alpha 1 it bounds nothing from above.
 *
 * @throws when alpha is no share.
 */
export function expIbpLoss(options: ExpressiveOptions): Loss {
  assertAlpha('expIbpLoss', options);
  const { alpha, specLoss = crossEntropy() } = options;
  return robustLoss('unsoundExp', (context) => {
    const { reached, bounded } = marginsOf(context, options);
    // no less than can be raised to a power and have a finite slope
    const [attacked, certified] = [reached, bounded].map((margins) =>
      tf.log(tf.add(specLoss(margins, context.at), 1e-12)),
    );
    return tf.exp(tf.add(tf.mul(attacked!, 1 - alpha), tf.mul(certified!, alpha))) as tf.Scalar;
  });
}
