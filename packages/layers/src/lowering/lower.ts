import type { Shape } from '@ibp/core';
import type { LoweredNetwork, Network } from '../network';
import type { InputNode, OpNode } from '../op-node';
import { batchNormShape, fixedBatchNorm } from './batch-norm';
import type { CompositeNode } from './composite-node';
import { conv1dShape, conv1dToConv2d } from './conv1d';
import { rescaleShape, rescaleToAffine } from './rescale';

/** A lowering makes one op of one node, so that the indices of a network and of its lowered form agree. */
type Lowering<N extends CompositeNode> = {
  readonly outputShape: (inputs: readonly Shape[], params: N['params']) => Shape;
  readonly lower: (node: N) => OpNode;
};

/** A new composite is a file beside this one and a line here; no domain hears of it. */
export const lowerings: { readonly [K in CompositeNode['op']]: Lowering<Extract<CompositeNode, { op: K }>> } =
  {
    batchNorm: {
      outputShape: ([input], params) => batchNormShape(input!, params),
      lower: fixedBatchNorm,
    },
    conv1d: { outputShape: ([input], params) => conv1dShape(input!, params), lower: conv1dToConv2d },
    rescale: { outputShape: ([input], params) => rescaleShape(input!, params), lower: rescaleToAffine },
  };

const isComposite = (node: OpNode | CompositeNode): node is CompositeNode => node.op in lowerings;

/** One node as the op it stands for. Call it inside `tf.tidy`: the tensors it makes are the caller's. */
export function lowerNode(node: OpNode | CompositeNode): OpNode {
  return isComposite(node) ? lowerings[node.op].lower(node as never) : node;
}

/**
 * The network in ops alone, with its moving averages in place of batch norm: what it computes when used, and what
 * is certified. Scales and shifts come from the host, the same on every backend (see `affineInputs` for functions that
 * are compiled). Call it inside `tf.tidy`: the scales and shifts it makes are the caller's.
 *
 * @example
 * ```ts
 * import { batchNorm, dense, lower, network, sequential } from '@ibp/layers';
 *
 * const net = network([2], sequential(dense(4), batchNorm()));
 * console.log(lower(net).nodes.map(({ op }) => op).join(' ')); // input dense affine
 * ```
 */
export function lower(network: Network | LoweredNetwork): LoweredNetwork {
  const nodes = network.nodes.map((node): InputNode | OpNode =>
    node.op === 'input' ? node : lowerNode(node),
  );
  return { inputShape: network.inputShape, nodes };
}
