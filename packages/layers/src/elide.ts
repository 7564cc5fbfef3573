import { assertShape, canPullBack, type LinearSpec, pullBack } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { LoweredNetwork, OpNode } from './network';

/** A specification on the output of an earlier node that is equal to the one on the network's output. */
export type Elided = { readonly spec: LinearSpec; readonly network: LoweredNetwork };

/**
 * Whether each input of the node feeds one output at most. Then bounding before it and bounding after it give the
 * same, and stopping after it keeps `c` small: before the global pool of a WideResNet `c` is 256 times as large.
 */
function isOneToOne(node: OpNode): boolean {
  if (node.op === 'averagePool') return node.params.size.every((n, i) => n <= node.params.strides[i]!);
  return ['affine', 'reshape', 'transpose', 'pad', 'globalAveragePool'].includes(node.op);
}

/** The linear ops that end a network, from the output backwards, as far as pulling back through them gains. */
function linearTail({ nodes }: LoweredNetwork): readonly OpNode[] {
  const tail: OpNode[] = [];
  let node = nodes.at(-1)!;
  while (node.op !== 'input' && canPullBack(node.op)) {
    tail.push(node);
    node = nodes[node.inputs[0]!]!;
  }
  while (tail.length > 0 && isOneToOne(tail.at(-1)!)) tail.pop();
  return tail;
}

/**
 * Pulls a specification back through the linear ops that end a network, and cuts them off (elision of the last
 * layer, eq. 9 of Gowal et al. 2019): bounding what is left loses less. A network that ends in anything else keeps
 * all its nodes.
 *
 * @returns a specification of two new tensors, which the caller frees.
 * @throws when the specification is not one on the network's output.
 */
export function elide(network: LoweredNetwork, spec: LinearSpec): Elided {
  const { nodes, inputShape } = network;
  assertShape('elide', spec.c.shape, [null, null, ...nodes.at(-1)!.shape]);
  const tail = linearTail(network);
  const end = tail.at(-1)?.inputs[0] ?? nodes.length - 1;
  const pulled = tf.tidy(() =>
    tail.reduce<LinearSpec>(
      (after, { op, params, inputs }) => pullBack(after, op, params as never, nodes[inputs[0]!]!.shape),
      { c: spec.c.clone(), d: spec.d.clone() },
    ),
  );
  return { spec: pulled, network: { inputShape, nodes: nodes.slice(0, end + 1) } };
}
