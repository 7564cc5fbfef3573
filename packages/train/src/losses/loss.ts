import type { Labels } from '@ibp/bounds';
import type { BatchStatistics, Network } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';

/** Examples to train on: `x` `[batch, ...inputShape]` and the class of each. */
export type Examples = { readonly x: tf.Tensor; readonly labels: Labels };

/** Where training is: what the schedules say at this step. */
export type TrainingPoint = {
  readonly step: number;
  /** In the units of the input. A scalar tensor where the step is compiled once for all steps. */
  readonly epsilon: number | tf.Scalar;
  /** The number 1 where the bounds do not count, else a number or, in a compiled step, a scalar tensor. */
  readonly kappa: number | tf.Scalar;
  /** For what a loss draws at random; of this step alone. A compiled step has none: reading it throws. */
  readonly seed: number;
};

/** What a loss gives: the number to bring down, its parts for the record, and what batch norm saw. */
export type LossValue = {
  readonly loss: tf.Scalar;
  readonly parts: { readonly [name: string]: tf.Scalar };
  readonly statistics: readonly BatchStatistics[];
};

/** A training method. Runs inside `tf.tidy` and a gradient; everything it makes is freed by the caller. */
export type Loss = (network: Network, examples: Examples, at: TrainingPoint) => LossValue;
