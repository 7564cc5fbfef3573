import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { UnaryOp } from './definition';
import { type Padding, windowOutput } from './window';

/** A pool's window, channels last. */
export type PoolParams = {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
};

/** The wasm kernel gives -Infinity for a window with a NaN; adding 0 times the result makes that NaN again. */
const pool = (x: tf.Tensor, { size, strides, padding }: PoolParams): tf.Tensor =>
  tf.tidy(() => {
    const mean = tf.avgPool(x as tf.Tensor4D, [...size], [...strides], padding);
    return tf.add(mean, tf.mul(mean, 0));
  });

/** The mean of each window; what `same` pads is not counted. An infinite input gives NaN. */
export const averagePool: UnaryOp<PoolParams> = {
  arity: 'unary',
  outputShape: ([input], { size, strides, padding }) => [
    ...windowOutput('averagePool', input!, size, strides, padding),
    input![2]!,
  ],
  forward: pool,
  interval: (x, params) => increasingBounds(x, (end) => pool(end, params)),
  // the transposed map is the kernel of the op's gradient; the gradient of that is the op itself
  pullBack: ({ c, d }, params, inputShape) =>
    tf.tidy(() => {
      const folded = foldSpecs(c);
      const input = tf.zeros([folded.shape[0]!, ...inputShape]);
      const { size, strides, padding } = params;
      const attrs = { filterSize: [...size], strides: [...strides], pad: padding };
      const transposed = tf.customGrad((dy) => ({
        value: tf.engine().runKernel('AvgPoolGrad', { dy: dy as tf.Tensor, input }, attrs) as tf.Tensor,
        gradFunc: (g: tf.Tensor) => pool(g, params),
      }));
      return { c: unfoldSpecs(transposed(folded), c), d: d.clone() };
    }),
};
