import { fail } from '@ibp/core';
import { type Network, trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { assertExamples } from './examples';
import type { Examples } from './losses/loss';

/** The mean and the variance of each channel, batch by batch. */
type Seen = { readonly means: Float32Array[]; readonly variances: Float32Array[] };

/**
 * Replaces the moving averages of batch norm by the statistics of these batches under the weights as they are now (Wu and
 * Johnson 2021, "Rethinking 'Batch' in BatchNorm", section 3): the mean of the means, and the variance of all values
 * together, where batches are of one size. The weights stay; a network without batch norm stays as it is.
 *
 * @param batches of training images, `x` `[batch, ...inputShape]`; each `x` is freed.
 * @throws when there are none, or a batch does not fit the network.
 */
export async function preciseBatchNorm(
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
): Promise<void> {
  const seen = new Map<number, Seen>();
  let count = 0;
  for await (const examples of batches) {
    try {
      assertExamples('preciseBatchNorm', network, examples);
      await add(seen, network, examples.x);
    } finally {
      examples.x.dispose();
    }
    count += 1;
  }
  if (count === 0) fail('preciseBatchNorm', 'expected at least one batch, got none');
  for (const [index, statistics] of seen) assign(network, index, statistics);
}

async function add(seen: Map<number, Seen>, network: Network, x: tf.Tensor): Promise<void> {
  const statistics = tf.tidy(() =>
    trainingPass(network, x).statistics.map(({ node, mean, variance }) => ({ node, mean, variance })),
  );
  for (const { node, mean, variance } of statistics) {
    if (!seen.has(node)) seen.set(node, { means: [], variances: [] });
    const { means, variances } = seen.get(node)!;
    means.push(Float32Array.from(await mean.data()));
    variances.push(Float32Array.from(await variance.data()));
    tf.dispose([mean, variance]);
  }
}

/** In float64: the variance of all is the mean of the variances and the variance of the means. */
function assign(network: Network, index: number, { means, variances }: Seen): void {
  const { params } = network.nodes[index]! as { params: { mean: tf.Variable; variance: tf.Variable } };
  const channels = [...means[0]!.keys()];
  const average = (of: (batch: number) => number) =>
    means.reduce((sum, _, batch) => sum + of(batch), 0) / means.length;
  const mean = channels.map((c) => average((batch) => means[batch]![c]!));
  const variance = channels.map((c) =>
    average((batch) => variances[batch]![c]! + (means[batch]![c]! - mean[c]!) ** 2),
  );
  tf.tidy(() => {
    params.mean.assign(tf.tensor1d(mean));
    params.variance.assign(tf.tensor1d(variance));
  });
}
