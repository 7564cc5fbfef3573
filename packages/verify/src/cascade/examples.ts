import type { PlainSpec } from '@ibp/exact';
import type * as tf from '@tensorflow/tfjs-core';

/** Examples to certify. */
export type CertifyExamples = {
  /** `[batch, ...inputShape]`, freed. */
  readonly x: tf.Tensor;
  /** The true classes; `spec` asks something else of each example instead. */
  readonly labels?: ArrayLike<number>;
  readonly spec?: readonly PlainSpec[];
  /** Their places in the data, as of a part of it; those after the batch before unless given. */
  readonly places?: ArrayLike<number>;
};
