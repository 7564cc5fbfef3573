import type * as tf from '@tensorflow/tfjs-core';

export type Named<T> = { readonly [name: string]: T };

/** One variable at one step: tensors of its shape, and what {@link OptimizerRule.scalars} gave. */
export type Situation = {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly slots: Named<tf.Tensor>;
  /** Numbers op by op, scalar tensors where one graph serves all steps. */
  readonly scalars: Named<number | tf.Tensor>;
};

/** What to take away from the variable, and its new slots. */
export type Move = { readonly change: tf.Tensor; readonly slots: Named<tf.Tensor> };

/** How an optimiser moves a variable, in tensor functions alone: the same op by op and compiled. */
export type OptimizerRule = {
  /** What it keeps of each variable from step to step, 0 at first. */
  readonly slots: readonly string[];
  /**
   * All that depends on the step, in float64. A run can resume exactly because nothing else does: no product is kept
   * running from step to step.
   *
   * @param step how many updates came before this one.
   */
  readonly scalars: (step: number, learningRate: number) => Named<number>;
  readonly move: (at: Situation) => Move;
};
