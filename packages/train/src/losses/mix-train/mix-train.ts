import { specValues } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { apply, type BoundMethod, forTraining } from '@ibp/layers';
import { apart, outerPolytope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy, type SpecLoss } from '../spec-loss';
import { chosenExamples } from './chosen-examples';

/** Options of `mixTrainLoss`. */
export type MixTrainLossOptions = {
  /** How many examples of each batch are bounded; k in the paper. */
  readonly samples: number;
  /** The greatest weight of what is bounded; 0.8 unless given. */
  readonly alpha?: number;
  /** `outerPolytope()` of `@ibp/relax` unless given, which is the bound of symbolic intervals. */
  readonly bound?: BoundMethod;
  readonly specLoss?: SpecLoss;
};

/**
 * MixTrain (Wang, Chen, Abdou and Jana 2018, "MixTrain: Scalable Training of Verifiably Robust Neural Networks"). With
 * stochastic robust approximation only `samples` examples of a batch, drawn anew at each step, are bounded; they guide the
 * training for all. With dynamic mixed training the weight of what they give moves: where fitting the clean examples
 * suffers, it falls. `(1 - a) clean + a bounded`, with `a` the share of the batch that is classified right as it is, times
 * `alpha`. The authors move it once an epoch, by how accuracies have changed (recalled); a loss here depends on the step
 * alone, so that it can be resumed.
 *
 * A few examples stand for all of them: the loss bounds nothing from above.
 *
 * @throws when alpha is no share, or samples no whole number above 0.
 */
export function mixTrainLoss(options: MixTrainLossOptions): Loss {
  const { samples, alpha = 0.8, bound = outerPolytope(), specLoss = crossEntropy() } = options;
  if (!(Number.isInteger(samples) && samples > 0)) {
    fail('mixTrainLoss', `expected a whole number of samples above 0, got ${samples}`);
  }
  if (!(alpha >= 0 && alpha <= 1)) fail('mixTrainLoss', `expected alpha from 0 to 1, got ${alpha}`);
  const method = forTraining(bound);
  return robustLoss('unsoundMixTrain', ({ lowered, examples, spec, ball, at }) => {
    const clean = specValues(spec, apply(lowered, examples.x)) as tf.Tensor2D;
    const chosen = chosenExamples(ball, spec, samples, at.random);
    const bounded = specLoss(method(lowered, chosen.ball, chosen.spec), at);
    const weight = apart(() => tf.mul(accuracy(clean), alpha));
    const mixed = tf.add(tf.mul(specLoss(clean, at), tf.sub(1, weight)), tf.mul(bounded, weight));
    return mixed as tf.Scalar;
  });
}

/** The share of examples of which every specification holds. */
const accuracy = (values: tf.Tensor2D): tf.Tensor => tf.mean(tf.step(tf.neg(tf.max(values, 1))));
