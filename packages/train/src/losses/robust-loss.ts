import { classificationSpec, type IntervalBounds, type LinearSpec } from '@ibp/bounds';
import { type BoundMethod, forTraining, type LoweredNetwork, type Network, trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { classesOf } from '../examples';
import { ballAt } from './ball';
import type { Examples, Loss, TrainingPoint } from './loss';
import { logitsCrossEntropy } from './nominal';

/** What a robust term is made of. */
export type RobustContext = {
  /** With the batch-norm statistics of the clean batch. */
  readonly lowered: LoweredNetwork;
  readonly network: Network;
  readonly examples: Examples;
  readonly at: TrainingPoint;
  /** "No other class wins", of each example. */
  readonly spec: LinearSpec;
  /** The ball of the point's radius, clipped to the range. */
  readonly ball: IntervalBounds;
  /** The specification bounded over the ball, `[batch, specs]`; regularisers are given what the bound rests on. */
  readonly bounded: (method: BoundMethod) => tf.Tensor2D;
};

/** One number to bring down, of examples and what surrounds them. */
export type RobustTerm = (context: RobustContext) => tf.Scalar;

/**
 * `kappa * fit + (1 - kappa) * term`, the form that all methods share: `fit` is the cross-entropy on the clean
 * examples. While kappa is 1 the term is not computed.
 *
 * @param part the term's name in the record. One that bounds nothing from above must say so: `unsound...`.
 * @throws (the loss) when the network's output is not `[classes]`, or labels and examples do not fit it.
 */
export function robustLoss(part: string, term: RobustTerm): Loss {
  return (network, examples, at) => {
    const { x, labels } = examples;
    const { kappa } = at;
    const classes = classesOf('loss', network);
    const { output, lowered, statistics } = trainingPass(network, x);
    const fit = logitsCrossEntropy(output, labels);
    if (kappa === 1) return { loss: fit, parts: { fit }, statistics, passes: { lowered } };
    const spec = classificationSpec(labels, classes);
    const ball = ballAt(x, at);
    let bounds: readonly IntervalBounds[] | undefined;
    const bounded = (given: BoundMethod): tf.Tensor2D => {
      const method = forTraining(given);
      if (!method.traced) return method(lowered, ball, spec);
      const { margins, values } = method.traced(lowered, ball, spec);
      bounds = values;
      return margins;
    };
    const robust = term({ lowered, network, examples, at, spec, ball, bounded });
    const loss = tf.add(tf.mul(fit, kappa), tf.mul(robust, tf.sub(1, kappa))) as tf.Scalar;
    const passes = { lowered, ...(bounds ? { bounds } : {}) };
    return { loss, parts: { fit, [part]: robust }, statistics, passes };
  };
}
