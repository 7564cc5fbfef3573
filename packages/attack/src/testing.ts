import { classificationSpec, type Labels } from '@ibp/bounds';
import {
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  type Layer,
  type LoweredNetwork,
  type Network,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackTask } from './attack';

/** Builds a network, frees it after `body`. */
export async function withNetwork(
  inputShape: readonly number[],
  layer: Layer,
  body: (net: Network) => Promise<void>,
  seed = 1,
): Promise<void> {
  const net = network(inputShape, layer, { seed });
  try {
    await body(net);
  } finally {
    disposeNetwork(net);
  }
}

export const mlp = (inputs: number, hidden: number, classes: number) =>
  [[inputs], sequential(dense(hidden), relu(), dense(hidden), relu(), dense(classes))] as const;

/** A small convolutional classifier of 8x8 images in three classes. */
export const convolutional = [
  [8, 8, 1],
  sequential(conv2d({ filters: 4, kernelSize: 3, strides: 2 }), relu(), flatten(), dense(3)),
] as const;

/** Inputs in [0, 1], the same for a seed. */
export const inputs = (shape: readonly number[], seed = 1): tf.Tensor =>
  tf.randomUniform([...shape], 0, 1, 'float32', seed + 0.5);

/** The class that the network gives each input. */
export const labelsOf = (output: tf.Tensor): number[] => Array.from(tf.argMax(output, 1).dataSync());

export const taskOf = (
  x: tf.Tensor,
  labels: Labels,
  classes: number,
  epsilon: number,
  more: Partial<AttackTask> = {},
): AttackTask => ({ x, spec: classificationSpec(labels, classes), epsilon, ...more });

/** A network of one function of the input, written by hand; `op` nodes as the interpreter takes them. */
export function affineNetwork(
  kernel: readonly (readonly number[])[],
  bias: readonly number[],
): LoweredNetwork {
  return {
    inputShape: [kernel.length],
    nodes: [
      { op: 'input', name: 'input', params: {}, inputs: [], shape: [kernel.length] },
      {
        op: 'dense',
        name: 'dense',
        params: { kernel: tf.tensor2d(kernel as number[][]), bias: tf.tensor1d([...bias]) },
        inputs: [0],
        shape: [bias.length],
      },
    ],
  };
}
