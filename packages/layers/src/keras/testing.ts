import { type IntervalBounds, linfBall } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { apply, propagate } from '../interpreter';
import { disposeNetwork, type Network } from '../network';
import { fromLayersModel } from './from-layers-model';

/** Seeded weights in place of the model's: varied biases, moving averages and slopes, variances above 0. */
export function randomize(model: tfl.LayersModel, seed = 1): void {
  tf.tidy(() => {
    const values = model.weights.map(({ shape, name }, i) => {
      const positive = name.includes('variance');
      const sizes = shape as number[];
      return positive
        ? tf.randomUniform(sizes, 0.3, 2, 'float32', seed + i)
        : tf.randomNormal(sizes, 0, 0.5, 'float32', seed + i);
    });
    model.setWeights(values);
  });
}

/** `[batch, ...]` for the model's input, from -1 to 1. */
export const inputFor = (network: Network, batch = 3, seed = 7): tf.Tensor =>
  tf.randomUniform([batch, ...network.inputShape], -1, 1, 'float32', seed);

export const predict = (model: tfl.LayersModel, x: tf.Tensor): tf.Tensor => model.predict(x) as tf.Tensor;

/** The greatest difference between the network's outputs and the model's. */
export function difference(network: Network, model: tfl.LayersModel): number {
  const x = inputFor(network);
  const gap = tf.tidy(() => tf.max(tf.abs(tf.sub(apply(network, x), predict(model, x)))));
  return gap.dataSync()[0]!;
}

/** How far the model's outputs at points of a box, corners among them, leave the bounds of the network. */
export function excess(network: Network, model: tfl.LayersModel, epsilon = 0.1): number {
  const x = inputFor(network);
  const box = linfBall(x, epsilon, [-2, 2]);
  const bounds = propagate(network, box);
  let worst = Number.NEGATIVE_INFINITY;
  for (let sample = 0; sample < 6; sample++) {
    const points = tf.tidy(() => pointsOf(box, sample));
    const y = predict(model, points);
    const outside = tf.tidy(() => tf.max(tf.maximum(tf.sub(bounds.lower, y), tf.sub(y, bounds.upper))));
    worst = Math.max(worst, outside.dataSync()[0]!);
  }
  return worst;
}

function pointsOf({ lower, upper }: IntervalBounds, sample: number): tf.Tensor {
  const uniform = tf.randomUniform(lower.shape, 0, 1, 'float32', 100 + sample);
  const share = sample < 3 ? tf.round(uniform) : uniform;
  return tf.add(lower, tf.mul(share, tf.sub(upper, lower)));
}

/** Gives the model varied weights and expects the network to predict and to bound what it does; frees both. */
export function expectSame(model: tfl.LayersModel): void {
  randomize(model);
  const network = fromLayersModel(model);
  expect(difference(network, model)).toBeLessThan(1e-5);
  expect(excess(network, model, 0.02)).toBeLessThan(1e-4);
  // not model.dispose(): it leaves the variables of layers that are called twice or within another model
  disposeNetwork(network);
}
