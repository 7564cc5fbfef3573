import * as tf from '@tensorflow/tfjs-core';
import { valley } from './valley';
import { withRounding } from './with-rounding';

/** `x * x`: tighter than `multiply(x, x)`, which takes its two inputs for independent. */
export const square = withRounding(
  'arithmetic',
  valley('square', 0, (x) => tf.square(x)),
);
