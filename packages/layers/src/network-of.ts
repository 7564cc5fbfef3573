import { assertPlainNetwork, type PlainNetwork, type PlainNode, type PlainTensor } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from './network';

/** Parameters that training changes; scales and shifts stay, as those of a normalisation do. */
const trained = new Set(['kernel', 'bias']);

const isTensor = (value: unknown): value is PlainTensor =>
  typeof value === 'object' && value !== null && 'data' in value;

/**
 * A plain network as a network: the way back from `plainNetwork` of `@ibp/verify`. Its tensors become variables of their
 * own, which the caller frees (`disposeNetwork`); kernels and biases are trainable.
 *
 * @throws when what is given is no plain network, as one from elsewhere may be.
 *
 * @example
 * ```ts
 * import { networkOf } from '@ibp/layers';
 *
 * const kernel = { shape: [2, 1], data: Float32Array.of(1, -1) };
 * const net = networkOf({
 *   nodes: [
 *     { op: 'input', name: 'input', inputs: [], shape: [2], params: {} },
 *     { op: 'dense', name: 'scores', inputs: [0], shape: [1], params: { kernel } },
 *   ],
 * });
 * console.log(Object.keys(net.variables)); // [ 'scores/kernel' ]
 * ```
 */
export function networkOf(plain: PlainNetwork): Network {
  assertPlainNetwork('networkOf', plain);
  const variables: { [name: string]: tf.Variable } = {};
  const made = (node: PlainNode, index: number) => ({
    ...node,
    params: Object.fromEntries(
      Object.entries(node.params).map(([key, value]) => {
        if (!isTensor(value)) return [key, value];
        const name = `${node.name}/${key}`;
        const variable = variableOf(value, trained.has(key));
        variables[name in variables ? `${name}_${index}` : name] = variable;
        return [key, variable];
      }),
    ),
  });
  const nodes = plain.nodes.map(made) as unknown as Network['nodes'];
  return { inputShape: plain.nodes[0]!.shape, nodes, variables };
}

function variableOf({ shape, data }: PlainTensor, trainable: boolean): tf.Variable {
  // a copy: a backend may keep what it is given
  const initial = tf.tensor(data.slice(), [...shape]);
  const variable = tf.variable(initial, trainable);
  initial.dispose();
  return variable;
}
