import { fail } from '@ibp/core';
import type { BatchNormNode, Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { assertExamples } from './examples';
import type { Examples } from './losses/loss';

/** The mean and the variance of each channel that come to a batch norm. */
export type ChannelStatistics = { readonly mean: readonly number[]; readonly variance: readonly number[] };

/** Those of one batch at each batch norm, by the index of its node. */
type OfBatch = (
  network: Network,
  x: tf.Tensor,
) => readonly {
  readonly node: number;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}[];

/** Those of one batch after another. */
type Seen = { readonly means: Float32Array[]; readonly variances: Float32Array[] };

/**
 * The statistics of all values together, where batches are of one size, at each batch norm.
 *
 * @param batches `x` `[batch, ...inputShape]`; each `x` is freed.
 * @throws when there are none, a batch does not fit the network, or a statistic is not finite.
 */
export async function batchNormStatistics(
  where: string,
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
  ofBatch: OfBatch,
): Promise<ReadonlyMap<number, ChannelStatistics>> {
  const seen = new Map<number, Seen>();
  let count = 0;
  for await (const examples of batches) {
    try {
      assertExamples(where, network, examples);
      await add(seen, ofBatch, network, examples.x);
    } finally {
      examples.x.dispose();
    }
    count += 1;
  }
  if (count === 0) fail(where, 'expected at least one batch, got none');
  const found = new Map([...seen].map(([node, of]) => [node, together(of)]));
  for (const [node, { mean, variance }] of found) {
    const odd = [...mean, ...variance].find((value) => !Number.isFinite(value));
    if (odd === undefined) continue;
    fail(where, `expected finite statistics, got ${odd} at batch norm "${network.nodes[node]!.name}"`);
  }
  return found;
}

async function add(seen: Map<number, Seen>, ofBatch: OfBatch, network: Network, x: tf.Tensor): Promise<void> {
  const statistics = tf.tidy(() =>
    ofBatch(network, x).map(({ node, mean, variance }) => ({ node, mean, variance })),
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
function together({ means, variances }: Seen): ChannelStatistics {
  const channels = [...means[0]!.keys()];
  const average = (of: (batch: number) => number) =>
    means.reduce((sum, _, batch) => sum + of(batch), 0) / means.length;
  const mean = channels.map((c) => average((batch) => means[batch]![c]!));
  const variance = channels.map((c) =>
    average((batch) => variances[batch]![c]! + (means[batch]![c]! - mean[c]!) ** 2),
  );
  return { mean, variance };
}

/** Writes values of each channel to variables of a batch norm. */
export function assignChannels(
  { params }: BatchNormNode,
  values: { readonly [key in 'gamma' | 'beta' | 'mean' | 'variance']?: readonly number[] },
): void {
  tf.tidy(() => {
    for (const [key, of] of Object.entries(values)) {
      (params[key as 'mean'] as tf.Variable).assign(tf.tensor1d([...of]));
    }
  });
}
