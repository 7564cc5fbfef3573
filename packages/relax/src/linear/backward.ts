import { chargedConstant, type IntervalBounds, type LinearSpec, type PullBackRounding } from '@ibp/bounds';
import { fail } from '@ibp/core';
import type { InputNode, LoweredNetwork, OpNode } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { OutwardLines } from './node-rounding';
import type { ReluSlope } from './relaxation';
import { type BackwardRule, backwardRules } from './rules';

/** What a backward pass needs beside the network. */
export type Relaxed = {
  /** Of each node that is not linear; see {@link relaxNode}. */
  readonly relaxations: readonly (tf.TensorContainer | undefined)[];
  /** What pulling back through each node may lose, see `nodeRounding`: it is added to the constant. Nothing unless given. */
  readonly rounding?: readonly (PullBackRounding | undefined)[];
  /** Lines that pay themselves: they take the place of a node's relaxation and of what `rounding` says of it. */
  readonly outward?: readonly (OutwardLines | undefined)[];
  /**
   * Called with what a rule has made of the coefficients on a node's first input, to add terms that are 0 or more on
   * the part of the box looked at: the Lagrangian of split constraints.
   */
  readonly constrain?: (node: number, c: tf.Tensor) => tf.Tensor;
  /** Called with the coefficients on every node's output, before its rule. */
  readonly observe?: (node: number, c: tf.Tensor) => void;
};

/** The rule for a node; throws for one whose op has no relaxation. */
export function backwardRule(node: OpNode): BackwardRule<OpNode['op']> {
  const rule = backwardRules[node.op];
  if (rule === 'unsupported') fail('crown', `has no relaxation for op "${node.op}" (node "${node.name}")`);
  return rule as unknown as BackwardRule<OpNode['op']>;
}

export const isLinear = (node: InputNode | OpNode): boolean =>
  node.op === 'input' || backwardRule(node).linear;

/** The relaxation of one node from bounds of every node before it; nothing for a linear one. */
export function relaxNode(
  { nodes }: LoweredNetwork,
  index: number,
  bounds: readonly IntervalBounds[],
  slope: ReluSlope,
): tf.TensorContainer | undefined {
  const node = nodes[index]!;
  if (node.op === 'input') return undefined;
  const rule = backwardRule(node);
  if (rule.linear) return undefined;
  return rule.relax(
    node.inputs.map((k) => bounds[k]!),
    node.params as never,
    slope,
  );
}

/**
 * Pulls a specification on the value of node `end` back to the network's input, through relaxations where an op is not
 * linear (CROWN, Zhang et al. 2018). Over the box that the relaxations hold for, the value on the input is nowhere
 * below that on node `end`. Where a node feeds several others, what comes from each is summed.
 *
 * @param spec `c` `[batch, specs, ...units of node end]`
 * @returns a specification on the input, of new tensors. Call it inside `tf.tidy`.
 */
export function backward(
  network: LoweredNetwork,
  end: number,
  spec: LinearSpec,
  relaxed: Relaxed,
): LinearSpec {
  const { nodes } = network;
  const coefficients: (tf.Tensor | undefined)[] = [];
  coefficients[end] = spec.c;
  let d = spec.d;
  let paid = end + 1; // the node that lines have paid for
  for (let i = end; i > 0; i--) {
    const node = nodes[i]!;
    const c = coefficients[i];
    if (!c || node.op === 'input') continue;
    relaxed.observe?.(i, c);
    const shapes = node.inputs.map((k) => nodes[k]!.shape);
    // coefficients that something is added to on the way are not what the lines have paid for
    const lines = relaxed.constrain ? undefined : relaxed.outward?.[i];
    const lost = i === paid ? undefined : relaxed.rounding?.[i];
    if (lines) d = tf.add(d, lines.absolute);
    else if (lost) d = chargedConstant({ c, d }, lost);
    if (lines?.withInput) paid = node.inputs[0]!;
    const relaxation = lines?.relaxation ?? relaxed.relaxations[i];
    const pulled = backwardRule(node).pull({ c, d }, node.params as never, shapes, relaxation);
    d = pulled.d;
    node.inputs.forEach((k, position) => {
      const own = pulled.c[position]!;
      const mine = position === 0 && relaxed.constrain ? relaxed.constrain(i, own) : own;
      const others = coefficients[k];
      coefficients[k] = others ? tf.add(others, mine) : mine;
    });
    coefficients[i] = undefined;
  }
  const c = coefficients[0] ?? tf.zeros([...spec.c.shape.slice(0, 2), ...network.inputShape]);
  return { c, d };
}
