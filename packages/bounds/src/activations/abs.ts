import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { valley } from './valley';
import { withRounding } from './with-rounding';

/** `|x|`. */
export const abs = withRounding(
  'exact',
  valley<NoParams>(0, (x) => tf.abs(x)),
);
