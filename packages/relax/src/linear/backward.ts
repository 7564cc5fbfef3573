import { chargedConstant, type LinearSpec } from '@ibp/bounds';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backwardRule } from './relax-node';
import type { Relaxed } from './relaxed';

/**
 * Pulls a specification on the value of node `end` back to the network's input, through relaxations where an op is not
 * linear (CROWN, Zhang et al. 2018). Over the box that the relaxations hold for, the value on the input is nowhere
 * below that on node `end`. Where a node feeds several others, what comes from each is summed.
 *
 * @param spec `c` `[batch, specs, ...units of node end]`
 * @param start the node to pull it back to, on which all that lies between depends; the input unless given.
 * @returns a specification on the input (or `start`), of new tensors. Call it inside `tf.tidy`.
 */
export function backward(
  network: LoweredNetwork,
  end: number,
  spec: LinearSpec,
  relaxed: Relaxed,
  start = 0,
): LinearSpec {
  const { nodes } = network;
  const { edges } = relaxed;
  const coefficients: (tf.Tensor | undefined)[] = [];
  coefficients[end] = spec.c;
  let d = spec.d;
  const paid = new Set<number>(); // nodes that lines after them have paid for
  for (let i = end; i > start; i--) {
    const node = nodes[i]!;
    const c = coefficients[i];
    if (!c || node.op === 'input') continue;
    relaxed.observe?.(i, c);
    const shapes = node.inputs.map((k, position) => edges?.shapeSeen(i, position) ?? nodes[k]!.shape);
    // coefficients that something is added to on the way are not what the lines have paid for
    const lines = relaxed.constrain ? undefined : relaxed.outward?.[i];
    const lost = paid.has(i) ? undefined : relaxed.rounding?.[i];
    if (lines) d = tf.add(d, lines.absolute);
    else if (lost) d = chargedConstant({ c, d }, lost);
    if (lines?.withInput) paid.add(node.inputs[0]!);
    const relaxation = lines?.relaxation ?? relaxed.relaxations[i];
    const pulled = backwardRule(node).pull({ c, d }, node.params as never, shapes, relaxation);
    d = pulled.d;
    node.inputs.forEach((k, position) => {
      const own = edges?.place(i, position, pulled.c[position]!) ?? pulled.c[position]!;
      const mine = position === 0 && relaxed.constrain ? relaxed.constrain(i, own) : own;
      const others = coefficients[k];
      coefficients[k] = others ? tf.add(others, mine) : mine;
    });
    coefficients[i] = undefined;
  }
  const c = coefficients[start] ?? tf.zeros([...spec.c.shape.slice(0, 2), ...nodes[start]!.shape]);
  return { c, d };
}
