import { classificationSpec, type InputRange, linfBall } from '@ibp/bounds';
import { type BoundMethod, ibp, trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { classesOf } from '../examples';
import type { Loss } from './loss';
import { logitsCrossEntropy } from './nominal';
import { crossEntropy, type SpecLoss } from './spec-loss';

export type CertifiedLossOptions = {
  /** How the specifications are bounded; IBP with elision unless given. */
  readonly bound?: BoundMethod;
  /** What is made of the bounds; cross-entropy over all unless given. */
  readonly specLoss?: SpecLoss;
  /** The valid inputs, to which the ball is clipped; [0, 1] unless given. */
  readonly range?: InputRange;
};

/**
 * `kappa * fit + (1 - kappa) * spec`: eq. 12 of Gowal et al. 2019. `fit` is the cross-entropy on the clean
 * examples, `spec` the loss on the bounds of "no other class wins anywhere in the ball of radius epsilon".
 * While kappa is 1 the bounds are not computed.
 *
 * @throws (the loss) when the network's output is not `[classes]`, or labels and examples do not fit it.
 */
export function certifiedLoss(options: CertifiedLossOptions = {}): Loss {
  const { bound = ibp(), specLoss = crossEntropy(), range = [0, 1] } = options;
  return (network, { x, labels }, at) => {
    const { epsilon, kappa } = at;
    const classes = classesOf('certifiedLoss', network);
    const { output, lowered, statistics } = trainingPass(network, x);
    const fit = logitsCrossEntropy(output, labels);
    if (kappa === 1) return { loss: fit, parts: { fit }, statistics };
    const margins = bound(lowered, linfBall(x, epsilon, range), classificationSpec(labels, classes));
    const spec = specLoss(margins, at);
    const loss = tf.add(tf.mul(fit, kappa), tf.mul(spec, tf.sub(1, kappa))) as tf.Scalar;
    return { loss, parts: { fit, spec }, statistics };
  };
}
