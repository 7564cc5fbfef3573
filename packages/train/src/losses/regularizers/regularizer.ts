import { type IntervalBounds, intervalRules } from '@ibp/bounds';
import { type LoweredNetwork, type Network, trace, trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { ballAt } from '../ball';
import type { Loss, TrainingPoint } from '../loss';

/** What a regulariser may look at. */
export type RegularizerContext = {
  readonly network: Network;
  /** With the batch-norm statistics of the clean batch. */
  readonly lowered: () => LoweredNetwork;
  /** Interval bounds over the ball of the point's radius, of all nodes up to the last relu at least. */
  readonly bounds: () => readonly IntervalBounds[];
  readonly at: TrainingPoint;
};

/** One number to bring down that is no loss of examples. */
export type Regularizer = (context: RegularizerContext) => tf.Scalar;

/** A regulariser and how much it weighs in the loss. */
export type Regularization = {
  readonly regularizer: Regularizer;
  /** A number, or what it is at a point of training. */
  readonly weight: number | ((at: TrainingPoint) => number | tf.Scalar);
};

/**
 * A loss and weighted regularisers: `loss + sum of weight * regularizer`. In the record each is under the name it has
 * here, without its weight. One of weight 0 is not computed. What the loss computed of the network and its bounds is
 * taken from it: a step with regularisers costs hardly more than one without.
 */
export function withRegularizers(
  loss: Loss,
  regularizations: { readonly [part: string]: Regularization },
): Loss {
  return (network, examples, at) => {
    const value = loss(network, examples, at);
    const { passes } = value;
    const lowered = once(() => passes?.lowered ?? trainingPass(network, examples.x).lowered);
    const bounds = once(() => passes?.bounds ?? trace(lowered(), ballAt(examples.x, at), intervalRules));
    const context = { network, lowered, bounds, at };
    const terms: tf.Scalar[] = [];
    const parts: { [part: string]: tf.Scalar } = {};
    for (const [part, { regularizer, weight }] of Object.entries(regularizations)) {
      const factor = typeof weight === 'function' ? weight(at) : weight;
      if (factor === 0) continue;
      parts[part] = regularizer(context);
      terms.push(tf.mul(parts[part]!, factor));
    }
    if (terms.length === 0) return value;
    return { ...value, loss: tf.addN([value.loss, ...terms]), parts: { ...value.parts, ...parts } };
  };
}

/** Several regularisers may ask; none need. */
function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}
