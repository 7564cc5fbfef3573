import type * as tf from '@tensorflow/tfjs-core';
import type { HostArray } from '../engine';
import type { LoweredNetwork, Network } from '../network';
import type { BatchNormNode } from './batch-norm';
import { readBatchNorm } from './host-batch-norm';
import { lower } from './lower';

const inputName = (node: number, key: string): string => `norm_${node}_${key}`;

/**
 * The scales and shifts of a network's batch norms as {@link lower} computes them on the host, for a compiled function to
 * take as inputs: it cannot read them itself, and a graph that computed them would round otherwise than what is
 * certified.
 */
export async function affineInputs({
  nodes,
}: Network | LoweredNetwork): Promise<{ [name: string]: HostArray }> {
  const inputs: { [name: string]: HostArray } = {};
  for (const [index, node] of nodes.entries()) {
    if (node.op !== 'batchNorm') continue;
    for (const [key, data] of Object.entries(await readBatchNorm((node as BatchNormNode).params))) {
      inputs[inputName(index, key)] = { dtype: 'float32', shape: [data.length], data };
    }
  }
  return inputs;
}

/**
 * {@link lower} within a compiled function, which was given {@link affineInputs} of the network. Batch norms that were
 * not given are lowered as everywhere.
 */
export function lowerWith(
  { inputShape, nodes }: Network | LoweredNetwork,
  given: { readonly [name: string]: tf.Tensor },
): LoweredNetwork {
  const fixed = nodes.map((node, index) => {
    const [scale, shift] = ['scale', 'shift'].map((key) => given[inputName(index, key)]);
    return scale && shift ? { ...node, op: 'affine' as const, params: { scale, shift } } : node;
  });
  return lower({ inputShape, nodes: fixed, variables: {} });
}
