import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from './patch';

type Inputs = { x: tf.Tensor; alpha: tf.Tensor };

/**
 * The wasm backend's own takes the slopes as they lie in memory, one after the other for the units of x, and beyond their
 * end where they are fewer: right for slopes in the shape of x alone. Here they are broadcast to that first.
 */
export const prelu = composedKernel<Inputs, object>('Prelu', ({ x, alpha }, _, stock) => {
  if (!stock || tf.util.arraysEqual(x.shape, alpha.shape)) return undefined;
  return runKernel(stock, { x, alpha: tf.mul(alpha, tf.ones(x.shape)) }, {});
});
