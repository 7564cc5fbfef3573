import type { Campaign } from '@ibp/cluster';
import type { Dataset } from '@ibp/data';
import { encodePlainNetwork } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import { epsilonOf, pixelsOf } from '../certification/example-at';
import type { CertifySettings } from '../certification/flags';
import type { Configuration } from '../configuration';
import { loaded } from '../loaded';
import { note } from '../notes';
import { output } from '../output';
import type { Settings } from '../settings';
import { withPlace } from './connect';
import { software } from './load-cluster';
import type { Place } from './settings';
import { campaignSolve } from './solve';

/** Options of `submitCommand`. */
export type SubmitSettings = CertifySettings &
  Place & {
    readonly nodes: number;
    readonly name: string;
    /** Cases in a job; by their measured time unless given. */
    readonly chunk?: number;
    /** More than one radius. */
    readonly epsilons?: readonly number[];
  };

/**
 * Puts a network, what it is tested on, and what is to be asked into the store, and the cases on the queue; those of which the store has a
 * result are there already.
 *
 * @returns the id of the campaign.
 */
export async function submitCommand(
  configuration: Configuration,
  settings: Settings,
  options: SubmitSettings,
): Promise<string> {
  return withPlace(options, async ({ cluster, server, store, queue }) => {
    const run = await loaded(configuration, settings);
    try {
      const { test } = run.images;
      const { mode, pgdSteps, pgdRestarts, autoPgd = false, complete, nodes, budget, seed } = options;
      const { arithmetic = 'real' } = options;
      const size = test.images.length / test.count;
      const x = new Float32Array(test.count * size);
      for (let i = 0; i < test.count; i++) x.set(pixelsOf(test, i), i * size);
      const inputs = {
        ...{ shape: test.shape, x, labels: Array.from(test.labels), classes: test.classes },
        range: rangeOf(test),
        ...(run.scale ? { scale: run.scale } : {}),
      };
      const epsilons = options.epsilons ?? [epsilonOf(options.epsilon, run)];
      const plain = await encodePlainNetwork(await plainNetwork(run.network));
      const campaign: Campaign = {
        ...{ format: 'ibp-campaign', version: 1, name: options.name, software: software() },
        networks: [await cluster.putFile(store, plain)],
        inputs: await cluster.putFile(store, cluster.encodeInputs(inputs)),
        ...{ count: test.count, epsilons: [...epsilons] },
        method: {
          ...{ mode, pgdSteps, pgdRestarts, autoPgd, complete: [...complete], nodes, seed },
          ...{ seconds: budget, elision: run.elision },
          ...(arithmetic !== 'real' && { arithmetic }),
        },
      };
      const id = await cluster.putFile(store, cluster.campaignText(campaign).text);
      const there = await cluster.loadCampaign(store, id);
      const measured = async () => {
        const solve = await campaignSolve();
        const how = { solve, quick: true, worker: 'submit', software: software() };
        return cluster
          .measuredChunk(there, store, {}, (numbers) => cluster.workOn(store, there, numbers, how))
          .finally(solve.close);
      };
      const chunk = options.chunk ?? (await measured());
      const { queued, known } = await cluster.submitCampaign(server, queue, store, there, { chunk });
      const { say, figures } = output(settings);
      say(`campaign ${id}`);
      say(
        `${queued} cases queued at ${server.where}, ${chunk} in a job, ${known} known; files and results in ${store.where}`,
      );
      if (complete.includes('mip'))
        note('mip: what it alone verifies has no proof, and counts as not confirmed');
      await figures({ campaign: id, queued, known, chunk });
      return id;
    } finally {
      disposeNetwork(run.network);
    }
  });
}

/** @throws where inputs have a range for each feature, or none. */
function rangeOf({ range: [least, greatest] }: Dataset): readonly [number, number] {
  if (typeof least === 'number' && typeof greatest === 'number' && Number.isFinite(greatest - least)) {
    return [least, greatest];
  }
  throw new Error('campaign: expected inputs of one finite range (--range), got other ones');
}
