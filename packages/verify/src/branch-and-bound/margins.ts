import { type LinearSpec, outwardUpperBound } from '@ibp/bounds';
import { additionsOf, backward, givenSlope, relaxNode } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from './batch';
import type { Problem } from './problem';

/** What a pass saw: coefficients on the outputs of the problem's relus, and on the input. */
export type Observed = { coefficients: tf.Tensor[]; input: tf.Tensor };

/** What a bound may be improved by: as {@link slopesOf}, {@link betasOf} and {@link multipliersOf} give them. */
export type Free = {
  readonly slopes: readonly tf.Tensor[];
  readonly betas: readonly tf.Tensor[];
  readonly multipliers: readonly tf.Tensor[];
};

/** The rows of each part's group in one, `[parts, 1, ...]`. */
function combined({ c, d }: Batch, [multipliers]: readonly tf.Tensor[]): LinearSpec {
  if (!multipliers) return { c, d };
  const each = tf.reshape(multipliers, [...multipliers.shape, ...c.shape.slice(2).map(() => 1)]);
  return {
    c: tf.sum(tf.mul(c, each), 1, true),
    d: tf.sum(tf.mul(d, multipliers), 1, true) as tf.Tensor2D,
  };
}

/** What a bound is computed from, of a problem. */
export type Lines = Pick<Problem, 'network' | 'relaxations' | 'rounding'> & {
  readonly relus: readonly { readonly node: number }[];
};

/** Upper bounds `[parts, 1]` with these slopes and multipliers. */
export function margins(
  { network, relus, relaxations, rounding }: Lines,
  batch: Batch,
  { slopes, betas, multipliers }: Free,
  observed?: Observed,
): tf.Tensor2D {
  const open = new Map(relus.map(({ node }, k) => [node, k]));
  const current = [...relaxations];
  relus.forEach(({ node }, k) => {
    current[node] = relaxNode(network, node, batch.bounds, givenSlope(slopes[k]!));
  });
  let used = 0;
  const terms = batch.signs.map((sign) => sign && tf.mul(sign, betas[used++]!));
  const pulled = backward(network, network.nodes.length - 1, combined(batch, multipliers), {
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
export function pointOf({ input: { lower, upper } }: Pick<Batch, 'input'>, c: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.where(tf.greater(tf.reshape(c, lower.shape), 0), upper, lower));
}
