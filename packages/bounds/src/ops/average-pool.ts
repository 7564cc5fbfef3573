import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { adjointPullBack } from '../spec/adjoint';
import type { UnaryOp } from './definition';
import { type Padding, windowOutput } from './window';

/** A pool's window, channels last. */
export type PoolParams = {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
};

const pool = (x: tf.Tensor, { size, strides, padding }: PoolParams): tf.Tensor =>
  tf.avgPool(x as tf.Tensor4D, [...size], [...strides], padding);

/** The mean of each window; what `same` pads is not counted. */
export const averagePool: UnaryOp<PoolParams> = {
  arity: 'unary',
  outputShape: ([input], { size, strides, padding }) => [
    ...windowOutput('averagePool', input!, size, strides, padding),
    input![2]!,
  ],
  forward: pool,
  interval: (x, params) => increasingBounds(x, (end) => pool(end, params)),
  pullBack: (spec, params, inputShape) => adjointPullBack(spec, (x) => pool(x, params), inputShape),
};
