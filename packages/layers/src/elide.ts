import {
  assertSpec,
  canPullBack,
  chargedConstant,
  type IntervalBounds,
  type LinearSpec,
  linearOp,
  linearRounding,
  magnitude,
  pullBack,
} from '@ibp/bounds';
import { mixing } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LoweredNetwork } from './network';
import type { OpNode } from './op-node';

/** A specification on the output of an earlier node that is equal to the one on the network's output. */
export type Elided = { readonly spec: LinearSpec; readonly network: LoweredNetwork };

/**
 * Whether each input of the node feeds one output at most. Then bounding before it and bounding after it give the
 * same, and stopping after it keeps `c` small: before the global pool of a WideResNet `c` is 256 times as large.
 */
const isApart = ({ op, params }: OpNode): boolean => mixing(op, params) !== 'mixed';

/** The linear ops that end a network, from the output backwards, as far as pulling back through them gains. */
function linearTail({ nodes }: LoweredNetwork): readonly OpNode[] {
  const tail: OpNode[] = [];
  let node = nodes.at(-1)!;
  while (node.op !== 'input' && canPullBack(node.op)) {
    tail.push(node);
    node = nodes[node.inputs[0]!]!;
  }
  while (tail.length > 0 && isApart(tail.at(-1)!)) tail.pop();
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
  const { nodes } = network;
  assertSpec('elide', spec, nodes.at(-1)!.shape);
  const tail = linearTail(network);
  const pulled = tf.tidy(() =>
    tail.reduce<LinearSpec>(
      (after, { op, params, inputs }) => pullBack(after, op, params as never, nodes[inputs[0]!]!.shape),
      { c: spec.c.clone(), d: spec.d.clone() },
    ),
  );
  return { spec: pulled, network: withoutTail(network) };
}

/** A network without the linear ops that end it, as {@link elide} cuts it. */
export function withoutTail(network: LoweredNetwork): LoweredNetwork {
  const { nodes, inputShape } = network;
  const end = linearTail(network).at(-1)?.inputs[0] ?? nodes.length - 1;
  return { inputShape, nodes: nodes.slice(0, end + 1) };
}

/**
 * {@link elide} with what float32 may have lost on the way added to the constant: over the box, nothing of the real
 * specification is above what this one is in real arithmetic.
 *
 * @param bounds of the output of {@link withoutTail}; sound ones.
 * @returns the specification alone, of two new tensors.
 * @throws when the specification is not one on the network's output.
 */
export function elideOutward(network: LoweredNetwork, spec: LinearSpec, bounds: IntervalBounds): LinearSpec {
  const { nodes } = network;
  assertSpec('elideOutward', spec, nodes.at(-1)!.shape);
  const tail = linearTail(network);
  return tf.tidy(() => {
    let m = magnitude(bounds);
    const roundings = [...tail].reverse().map(({ op, params, shape }) => {
      const input = m;
      const { reach, forward } = linearOp(op)!;
      m = (reach?.of ?? forward)(m, params as never);
      return linearRounding(op, params as never, input, shape, 2 * tail.length);
    });
    return tail.reduce<LinearSpec>(
      (after, { op, params, inputs }) => {
        const rounding = roundings.pop();
        const d = rounding ? chargedConstant(after, rounding) : after.d;
        return pullBack({ c: after.c, d }, op, params as never, nodes[inputs[0]!]!.shape);
      },
      { c: spec.c.clone(), d: spec.d.clone() },
    );
  });
}
