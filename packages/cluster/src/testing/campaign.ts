import { encodePlainNetwork } from '@ibp/exact';
import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { type Campaign, campaignText } from '../campaign/campaign';
import { encodeInputs, type Inputs } from '../campaign/inputs';
import { type LoadedCampaign, loadCampaign } from '../campaign/load';
import { putFile } from '../store/content';
import type { Store } from '../store/store';

export const software = '1.2.3';

/** Points of the unit square, as many as wanted, spread by the golden ratio; their classes are those of {@link tinyNetwork}, or one is wrong. */
export const tinyInputs = (count: number): Inputs => {
  const x = Float32Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? ((i / 2) * 0.618034) % 1 : ((i + 1) / 2 / (count + 1)) % 1,
  );
  const labels = Array.from({ length: count }, (_, i) => (x[2 * i]! > x[2 * i + 1]! ? 0 : 1));
  return { shape: [2], x, labels, classes: 2, range: [0, 1] };
};

/** Logits that grow with either coordinate, through relus which matter: some points near the diagonal are beyond intervals. */
export const tinyNetwork = () =>
  network(
    [2],
    sequential(
      dense(8, {
        kernelInitializer: () =>
          kernel([1, 0, 0.5, -0.5, 1, -1, 0.25, 0, 0, 1, -0.5, 0.5, -1, 1, 0, 0.25], [2, 8]),
      }),
      relu(),
      dense(2, {
        kernelInitializer: () =>
          kernel([1, 0, 0, 1, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.25, 0, 0, 0.25], [8, 2]),
      }),
    ),
  );

const kernel = (values: number[], shape: [number, number]) => tf.tensor(values, shape);

/** A campaign of such points, in a store. */
export async function tinyCampaign(
  store: Store,
  { count = 40, ...more }: Partial<Campaign> = {},
): Promise<LoadedCampaign> {
  const net = tinyNetwork();
  const networkHash = await putFile(store, await encodePlainNetwork(await plainNetwork(net)));
  disposeNetwork(net);
  const inputs = await putFile(store, encodeInputs(tinyInputs(count)));
  const { text } = campaignText({
    ...{ format: 'ibp-campaign', version: 1, name: 'tiny', software, networks: [networkHash], inputs, count },
    epsilons: [0.05],
    method: {
      ...{ mode: 'float32', pgdSteps: 5, pgdRestarts: 1, autoPgd: false, complete: ['branch-and-bound'] },
      ...{ nodes: 50, seconds: 60, seed: 1, elision: true },
    },
    ...more,
  });
  return loadCampaign(store, await putFile(store, text));
}
