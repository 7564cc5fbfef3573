import { fail, formatShape, type PlainTensor, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../builder';
import type { Initializer } from '../initializers/initializer';

/** Lists of lists of numbers, as many deep as there are axes. */
export type Numbers = number | readonly Numbers[];

/** Weights that a layer is given: lists, a plain tensor, or a tensor of tfjs, which stays the caller's. */
export type Weights = Numbers | PlainTensor | tf.Tensor;

const isPlain = (weights: Weights): weights is PlainTensor =>
  typeof weights === 'object' && 'data' in weights && ArrayBuffer.isView(weights.data);

const tensorOf = (weights: Weights): tf.Tensor => {
  if (weights instanceof tf.Tensor) return weights;
  // a copy: a backend may keep what it is given
  return isPlain(weights)
    ? tf.tensor(weights.data.slice(), [...weights.shape])
    : tf.tensor(weights as tf.TensorLike, undefined, 'float32');
};

/** The shape of weights, of as many axes as the layer expects. */
export function shapeOfWeights(where: string, weights: Weights, axes: readonly string[]): Shape {
  const shape = tf.tidy(() => [...tensorOf(weights).shape]);
  if (shape.length !== axes.length) fail(where, `expected a kernel [${axes}], got ${formatShape(shape)}`);
  return shape;
}

/** A variable of the values that are given. */
export const variableOf = (build: Builder, name: string, shape: Shape, weights: Weights): tf.Variable =>
  build.variable(name, shape, initial(weights));

const initial =
  (weights: Weights): Initializer =>
  () =>
    tensorOf(weights);
