import { embeddedDigits } from '@ibp/data/node';
import { encodePlainNetwork } from '@ibp/exact';
import { ibp } from '@ibp/layers';
import { boundStage, branchAndBoundStage, cleanStage } from '@ibp/verify';
import { plainZoo } from '@ibp/zoo/plain';
import { encodeInputs } from '../campaign/inputs';
import type { LoadedCampaign } from '../campaign/load';
import { putFile } from '../store/content';
import type { Store } from '../store/store';
import { solveBy } from '../work/solve-by';
import { tinyCampaign } from './campaign';

/** So many digits that a certified network of the zoo has not seen, as a campaign. */
export async function imageCampaign(store: Store, count: number): Promise<LoadedCampaign> {
  const { test } = await embeddedDigits({ heldOut: 2000 });
  const size = test.images.length / test.count;
  const x = Float32Array.from(test.images.subarray(0, count * size), (byte) => byte / 255);
  const labels = Array.from(test.labels.subarray(0, count));
  const inputs = { shape: test.shape, x, labels, classes: 10, range: [0, 1] as const };
  const network = await encodePlainNetwork(await plainZoo('digits-0.1-small'));
  const [networkHash, inputsHash] = [
    await putFile(store, network),
    await putFile(store, encodeInputs(inputs)),
  ];
  return tinyCampaign(store, {
    ...{ name: 'digits', networks: [networkHash], inputs: inputsHash, count, epsilons: [0.1] },
    method: {
      ...{ mode: 'float32', pgdSteps: 5, pgdRestarts: 1, autoPgd: false, complete: ['branch-and-bound'] },
      // by counts alone: on a machine with other work, a clock ends what another machine settles
      ...{ nodes: 50, seconds: 3600, seed: 1, elision: true },
    },
  });
}

/** Settles images by intervals, and what they leave open by a little branch and bound. */
export const solveImages = solveBy(({ nodes }) => [
  cleanStage(),
  boundStage('ibp', ibp({ elide: true })),
  branchAndBoundStage({ maxNodes: nodes, intermediate: 'ibp', rootSteps: 5, steps: 3 }),
]);
