import { concreteRules } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type BatchNormNode, lower, type Network, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { assignChannels, batchNormStatistics } from './batch-norm-statistics';
import type { Examples } from './losses/loss';

const where = 'rebaseBatchNorm';

/**
 * Gives batch norm the statistics of these batches, and a scale and shift with which the network computes what it did. A
 * network whose statistics are not known, as one that was exported with a scale and a shift in place of batch norm, can then
 * be trained on: in training a batch has about the statistics that its weights were learned with.
 *
 * Beside it, `preciseBatchNorm` changes what the network computes, and leaves scale and shift.
 *
 * @param batches of training images, `x` `[batch, ...inputShape]`; each `x` is freed.
 * @throws when there are none, a batch does not fit the network, a statistic is not finite, or a batch norm has no scale and
 * shift, or not of its own: nothing is changed then.
 *
 * @example
 * ```ts
 * import { apply, batchNorm, dense, network, sequential } from '@ibp/layers';
 * import { rebaseBatchNorm } from '@ibp/train';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(3), batchNorm({ name: 'norm' }), dense(2)));
 * const x = tf.randomNormal([50, 2], 0, 3);
 * const before = apply(net, x);
 * await rebaseBatchNorm(net, [{ x: tf.clone(x), labels: new Array(50).fill(0) }]);
 * console.log(tf.max(tf.abs(tf.sub(apply(net, x), before))).dataSync()[0]! < 1e-4); // true
 * ```
 */
export async function rebaseBatchNorm(
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
): Promise<void> {
  const found = await batchNormStatistics(where, network, batches, fixedStatistics);
  assertOwn(network, [...found.keys()]);
  // all before any: nothing is changed where one cannot be
  const rebased = [...found].map(([index, { mean, variance }]) => {
    const node = network.nodes[index] as BatchNormNode;
    const { gamma, beta, epsilon, ...moving } = node.params;
    const [scales, shifts] = [gamma!.dataSync(), beta!.dataSync()];
    const [means, variances] = [moving.mean.dataSync(), moving.variance.dataSync()];
    const slope = mean.map((_, c) => scales[c]! / Math.sqrt(variances[c]! + epsilon));
    return [
      node,
      {
        ...{ mean, variance },
        gamma: slope.map((of, c) => of * Math.sqrt(variance[c]! + epsilon)),
        beta: slope.map((of, c) => shifts[c]! + of * (mean[c]! - means[c]!)),
      },
    ] as const;
  });
  for (const [node, values] of rebased) assignChannels(node, values);
}

/** Of what two share each would make its own. */
function assertOwn({ nodes }: Network, indices: readonly number[]): void {
  const seen = new Set<unknown>();
  for (const { name, params } of indices.map((index) => nodes[index] as BatchNormNode)) {
    if (!params.gamma || !params.beta)
      fail(where, `expected a scale and a shift of batch norm "${name}", got none`);
    for (const variable of [params.gamma, params.beta, params.mean, params.variance]) {
      if (seen.has(variable))
        fail(where, `expected variables of its own for batch norm "${name}", got one of another`);
      seen.add(variable);
    }
  }
}

/** Of what comes to each batch norm in use, where its moving averages hold. */
function fixedStatistics(network: Network, x: tf.Tensor) {
  const values = trace(lower(network), x, concreteRules);
  return network.nodes.flatMap((node, index) => {
    if (node.op !== 'batchNorm') return [];
    const input = values[node.inputs[0]!]!;
    const axes = Array.from({ length: input.rank - 1 }, (_, i) => i);
    return [{ node: index, ...tf.moments(input, axes) }];
  });
}
