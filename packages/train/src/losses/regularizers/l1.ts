import { fail } from '@ibp/core';
import { trainableVariables } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Regularizer } from './regularizer';

/** The sum of the absolute values of all kernels; biases and batch norm are left alone. */
export const l1 =
  (): Regularizer =>
  ({ network }) => {
    const kernels = Object.entries(trainableVariables(network)).filter(([name]) => /kernel$/i.test(name));
    if (kernels.length === 0) fail('l1', 'expected a network with kernels, got none');
    return tf.addN(kernels.map(([, kernel]) => tf.sum(tf.abs(kernel)))) as tf.Scalar;
  };
