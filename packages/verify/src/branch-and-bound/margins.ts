import { outwardUpperBound } from '@ibp/bounds';
import { additionsOf, backward, givenSlope, relaxNode } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from './batch';
import type { Problem } from './problem';

/** What a pass saw: coefficients on the outputs of the problem's relus, and on the input. */
export type Observed = { coefficients: tf.Tensor[]; input: tf.Tensor };

/** Upper bounds `[parts, 1]` with these slopes and multipliers, both as {@link slopesOf} and {@link betasOf} give them. */
export function margins(
  { network, relus, relaxations, rounding }: Problem,
  batch: Batch,
  slopes: readonly tf.Tensor[],
  betas: readonly tf.Tensor[],
  observed?: Observed,
): tf.Tensor2D {
  const open = new Map(relus.map(({ node }, k) => [node, k]));
  const current = [...relaxations];
  relus.forEach(({ node }, k) => {
    current[node] = relaxNode(network, node, batch.bounds, givenSlope(slopes[k]!));
  });
  let used = 0;
  const terms = batch.signs.map((sign) => sign && tf.mul(sign, betas[used++]!));
  const pulled = backward(network, network.nodes.length - 1, batch, {
    relaxations: current,
    rounding,
    constrain: (node, c) => {
      const term = terms[open.get(node) ?? -1];
      return term ? tf.add(c, tf.reshape(term, c.shape)) : c;
    },
    observe: (node, c) => {
      const k = open.get(node);
      if (observed && k !== undefined) observed.coefficients[k] = c;
    },
  });
  if (observed) observed.input = pulled.c;
  return outwardUpperBound(pulled, batch.input, additionsOf(network));
}

/** The input at which coefficients `[parts, 1, ...inputShape]` are greatest. */
export function pointOf({ input: { lower, upper } }: Batch, c: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.where(tf.greater(tf.reshape(c, lower.shape), 0), upper, lower));
}
