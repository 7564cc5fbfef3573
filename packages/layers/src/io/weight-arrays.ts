import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';

/** One weight in memory of its own, apart from any backend; row by row. */
export type WeightArray = { readonly shape: Shape; readonly data: Float32Array };

/** Weights by name, as in `network.variables`. */
export type WeightArrays = { readonly [name: string]: WeightArray };

/** The weights as they are now, whatever training does while they are read. The caller frees the tensors. */
export function snapshot(network: Network): { [name: string]: tf.Tensor } {
  return Object.fromEntries(Object.entries(network.variables).map(([name, v]) => [name, tf.clone(v)]));
}

/** Copies the weights of a network, batch-norm averages among them: those of the moment of the call. */
export async function weightArrays(network: Network): Promise<{ [name: string]: WeightArray }> {
  const tensors = snapshot(network);
  try {
    const read = async ([name, tensor]: [string, tf.Tensor]): Promise<[string, WeightArray]> => {
      // a copy: a backend may hand out its own memory
      const data = Float32Array.from(await tensor.data());
      return [name, { shape: tensor.shape, data }];
    };
    return Object.fromEntries(await Promise.all(Object.entries(tensors).map(read)));
  } finally {
    tf.dispose(tensors);
  }
}
