import { type BatchNormNode, type Network, trainingPass } from '@ibp/layers';
import { assignChannels, batchNormStatistics } from './batch-norm-statistics';
import type { Examples } from './losses/loss';

/**
 * Replaces the moving averages of batch norm by the statistics of these batches under the weights as they are now (Wu and
 * Johnson 2021, "Rethinking 'Batch' in BatchNorm", section 3): the mean of the means, and the variance of all values
 * together, where batches are of one size. The weights stay; a network without batch norm stays as it is.
 *
 * @param batches of training images, `x` `[batch, ...inputShape]`; each `x` is freed.
 * @throws when there are none, a batch does not fit the network, or a statistic is not finite: nothing is changed then.
 */
export async function preciseBatchNorm(
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
): Promise<void> {
  const found = await batchNormStatistics(
    'preciseBatchNorm',
    network,
    batches,
    (net, x) => trainingPass(net, x).statistics,
  );
  for (const [index, statistics] of found) {
    assignChannels(network.nodes[index] as BatchNormNode, statistics);
  }
}
