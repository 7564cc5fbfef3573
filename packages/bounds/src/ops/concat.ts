import { type ConcatParams, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorOp } from './definition';

const joined = (inputs: readonly tf.Tensor[], { axis }: ConcatParams): tf.Tensor =>
  tf.concat([...inputs], axis < 0 ? inputs[0]!.rank + axis : axis + 1);

/** The inputs one after the other along an axis. */
export const concat: TensorOp<'concat'> = {
  ...vocabulary.concat,
  forward: joined,
  interval: (inputs, params) => ({
    lower: joined(
      inputs.map((b) => b.lower),
      params,
    ),
    upper: joined(
      inputs.map((b) => b.upper),
      params,
    ),
  }),
  rounding: 'exact',
};
