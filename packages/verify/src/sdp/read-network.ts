import type { PlainNetwork, PlainNode, PlainTensor } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

const plain = (tensor: tf.Tensor): PlainTensor => ({
  shape: [...tensor.shape],
  data: Float32Array.from(tensor.dataSync()),
});

/** {@link plainNetwork} at once, of a network that is lowered already: what a bound method can wait for. */
export const readNetwork = ({ nodes }: LoweredNetwork): PlainNetwork => ({
  nodes: nodes.map(({ op, name, inputs, shape, params }) => {
    const entries = Object.entries(params).flatMap(([key, value]) => {
      if (value === undefined) return [];
      return [[key, value instanceof tf.Tensor ? plain(value) : value]];
    });
    return { op, name, inputs, shape, params: Object.fromEntries(entries) } as unknown as PlainNode;
  }),
});
