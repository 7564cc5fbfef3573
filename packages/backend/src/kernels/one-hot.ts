import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from './patch';

type Attrs = {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: 'float32' | 'int32' | 'bool';
};

/**
 * One-hot rows. The wasm backend's own kernel writes whole numbers of four bytes, whatever the type of its output: what
 * is not int32 is chosen by its ones.
 */
export const oneHot = composedKernel<{ indices: tf.Tensor }, Attrs>('OneHot', ({ indices }, attrs, stock) => {
  const { depth, onValue, offValue, dtype } = attrs;
  if (!stock || dtype === 'int32') return undefined;
  const ones = runKernel(stock, { indices }, { depth, onValue: 1, offValue: 0, dtype: 'int32' });
  const of = (value: number) => tf.fill(ones.shape, value, dtype as 'float32');
  return tf.where(tf.cast(ones, 'bool'), of(onValue), of(offValue));
});
