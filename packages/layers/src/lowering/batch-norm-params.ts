import type * as tf from '@tensorflow/tfjs-core';

/** All `[channels]`, over the last axis. `gamma` and `beta` are trained; `mean` and `variance` are moving averages. */
export type BatchNormParams = {
  readonly gamma?: tf.Tensor | undefined;
  readonly beta?: tf.Tensor | undefined;
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;
  readonly epsilon: number;
  /** What a moving average keeps at each step; `1 - momentum` is taken from the batch. */
  readonly momentum: number;
};
