import type { PlainNetwork, PlainTensor } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

const isTensor = (value: unknown): value is PlainTensor =>
  typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;

/** A plain network with tensors for its parameters, which are the caller's: the way back from `plainNetwork`. */
export function lowered({ nodes }: PlainNetwork): LoweredNetwork {
  return {
    inputShape: nodes[0]!.shape,
    nodes: nodes.map((node) => ({
      ...node,
      params: Object.fromEntries(
        Object.entries(node.params).map(([key, value]) => [
          key,
          isTensor(value) ? tf.tensor(value.data, [...value.shape]) : value,
        ]),
      ),
    })) as unknown as LoweredNetwork['nodes'],
  };
}
