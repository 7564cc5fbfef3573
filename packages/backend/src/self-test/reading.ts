import * as tf from '@tensorflow/tfjs-core';
import type { Check } from './check';

/** What has been computed must be there at once: initialisers, verifiers and kernels read it in the middle of their work. */
export const reading: Check = {
  atOnce: true,
  compute: () => ({
    'what dataSync reads': tf.addN([tf.tensor1d([1, 2, -0.5]), tf.tensor1d([10, 20, 30])]),
  }),
  expected: { 'what dataSync reads': [11, 22, 29.5] },
};
