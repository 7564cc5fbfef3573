import {
  conv2d,
  dense,
  flatten,
  type Initializer,
  type Network,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { type ModelName, models } from '@ibp/models';
import * as tf from '@tensorflow/tfjs-core';
import { pseudoRandom } from '../pseudo-random';
import type { Workload } from '../task';

const kernelInitializer: Initializer = (shape, seed) => {
  const fan = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const values = pseudoRandom(fan * shape.at(-1)!, seed);
  return tf.tensor(
    values.map((v) => (v - 0.5) * Math.sqrt(2 / fan)),
    [...shape],
  );
};

/** The network of a workload, with the same weights each time. */
export function buildNetwork({
  model,
  inputShape,
  width,
}: Pick<Workload, 'model' | 'inputShape' | 'width'>): Network {
  if (width === 1) return models[model as ModelName]({ inputShape, classes: 10, kernelInitializer });
  if (model !== 'small') throw new Error(`expected the small model for other widths than 1, got ${model}`);
  const conv = (filters: number, strides: number) =>
    sequential(conv2d({ filters: filters * width, kernelSize: 4, strides, kernelInitializer }), relu());
  const hidden = sequential(flatten(), dense(100 * width, { kernelInitializer }), relu());
  return network(inputShape, sequential(conv(16, 2), conv(32, 1), hidden, dense(10, { kernelInitializer })));
}
