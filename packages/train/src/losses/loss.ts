import type { Draw, InputRange, IntervalBounds, Labels, PerFeature } from '@ibp/bounds';
import type { BatchStatistics, LoweredNetwork, Network } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';

/** Examples to train on: `x` `[batch, ...inputShape]` and the class of each. */
export type Examples = { readonly x: tf.Tensor; readonly labels: Labels };

/** Where training is: what the schedules say at this step. Scalar tensors where one compiled step serves all. */
export type TrainingPoint = {
  readonly step: number | tf.Scalar;
  /** In the units of the input, or of `scale`. */
  readonly epsilon: number | tf.Scalar;
  /** How far each feature is moved where epsilon is 1: the ball's radii are `epsilon * scale`. 1 unless given. */
  readonly scale?: PerFeature;
  /** The valid inputs, to which balls are clipped; [0, 1] unless given. */
  readonly range?: InputRange;
  /** The number 1, and never a tensor, where the bounds do not count. */
  readonly kappa: number | tf.Scalar;
  /** All that a loss draws at random, anew at each step; the same draws where a run is repeated, resumed or compiled. */
  readonly random: Draw;
};

/** What a loss gives: the number to bring down, its parts for the record, and what batch norm saw. */
export type LossValue = {
  readonly loss: tf.Scalar;
  readonly parts: { readonly [name: string]: tf.Scalar };
  readonly statistics: readonly BatchStatistics[];
  /** What was computed on the way and other terms may want: twice would be twice the step. */
  readonly passes?: Passes;
};

export type Passes = {
  /** With the batch-norm statistics of the clean batch. */
  readonly lowered: LoweredNetwork;
  /** Interval bounds over the ball of the point's radius, of all nodes up to the last relu at least. */
  readonly bounds?: readonly IntervalBounds[];
};

/** A training method. Runs inside `tf.tidy` and a gradient; everything it makes is freed by the caller. */
export type Loss = (network: Network, examples: Examples, at: TrainingPoint) => LossValue;
