import * as tf from '@tensorflow/tfjs-core';
import type { BatchValues } from './batch-values';
import type { Dataset } from './dataset';

/** `x` is `[batch, ...shape]` float32 in the dataset's range; whoever receives the batch disposes `x`. */
export type Batch = Omit<BatchValues, 'values'> & { readonly x: tf.Tensor };

/** The values of examples of this shape as a tensor. */
export const toBatch = ({ values, labels, indices }: BatchValues, { shape }: Dataset): Batch => ({
  x: tf.tensor(values, [indices.length, ...shape]),
  labels,
  indices,
});
