import type { PlainNetwork, PlainNode, PlainTensor } from '@ibp/core';
import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

async function readTensor(tensor: tf.Tensor): Promise<PlainTensor> {
  // a copy: a backend may hand out its own memory
  return { shape: [...tensor.shape], data: Float32Array.from(await tensor.data()) };
}

/** Plain params of one node; what is undefined is left out. */
async function readParams(params: object): Promise<{ [name: string]: unknown }> {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined);
  const read = entries.map(async ([name, value]) => {
    return [name, value instanceof tf.Tensor ? await readTensor(value) : value] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/**
 * The network as plain arrays: lowered, with its parameters as they are at the moment of the call.
 *
 * Node `i` is node `i` of the network. What is read is the definition of what is certified: the float32 parameters
 * as stored and, where batch norm is lowered, the float32 scale and shift that the host computes (`hostAffine` of
 * `@ibp/layers`), the same on every backend.
 *
 * @example
 * ```ts
 * import { plainForward } from '@ibp/exact';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { plainNetwork } from '@ibp/verify';
 *
 * const plain = await plainNetwork(network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 }));
 * console.log(plainForward(plain, Float64Array.of(0.9, 0.1)).length); // 3
 * ```
 */
export async function plainNetwork(network: Network | LoweredNetwork): Promise<PlainNetwork> {
  // clones, so that only what is made here is freed here, whatever training does meanwhile
  const nodes = tf.tidy(
    () =>
      lower(network).nodes.map((node) => ({
        ...node,
        params: Object.fromEntries(
          Object.entries(node.params).map(([name, value]) => [
            name,
            value instanceof tf.Tensor ? value.clone() : value,
          ]),
        ),
      })) as unknown as tf.TensorContainer,
  ) as unknown as LoweredNetwork['nodes'];
  try {
    return {
      nodes: await Promise.all(
        nodes.map(async ({ op, name, inputs, shape, params }) => {
          const plain = {
            op,
            name,
            inputs: [...inputs],
            shape: [...shape],
            params: await readParams(params),
          };
          return plain as unknown as PlainNode;
        }),
      ),
    };
  } finally {
    tf.dispose(nodes as unknown as tf.TensorContainer);
  }
}
