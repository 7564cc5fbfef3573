import { selectBackend } from '@ibp/backend';
import type { PropertyCampaign, PropertyInstance, Store } from '@ibp/cluster';
import { onnxTensors } from '@ibp/onnx/import';
import { note } from '../notes';
import { output } from '../output';
import { userPath } from '../run-folder';
import { type Instance, readInstances } from '../verify/instances';
import { besides, readBytes, readText } from '../verify/read-files';
import { withPlace } from './connect';
import { loadCluster, software } from './load-cluster';
import type { Place } from './settings';
import { verifyProperties } from './verify-properties';

/** Options of `submitProperties`. */
export type SubmitPropertiesSettings = Place & {
  /** A benchmark: lines of network and property. */
  readonly instances: string;
  readonly name: string;
  readonly nodes: number;
  /** Seconds, the last guard of each. */
  readonly budget: number;
  /** Files in a job; by their measured time unless given. */
  readonly chunk?: number;
  readonly backend?: string;
  readonly json?: string;
};

/**
 * Puts the networks and files of properties of a benchmark into the store, and each pair on the queue; those of which the store has a result
 * are there already.
 *
 * @returns the id of the campaign.
 * @throws naming the file that is not there, or is no network.
 */
export async function submitProperties(settings: SubmitPropertiesSettings): Promise<string> {
  const { chunk, backend } = settings;
  return withPlace(settings, async ({ cluster, server, store, queue }) => {
    const id = await propertyCampaign(store, settings);
    const loaded = await cluster.loadPropertyCampaign(store, id);
    const measured = async () => {
      await selectBackend({ log: note, ...(backend ? { prefer: backend } : {}) });
      const how = { verify: verifyProperties, quick: true, worker: 'submit', software: software() };
      return cluster.measuredChunk(loaded, store, { least: 1 }, (numbers) =>
        cluster.workOnProperties(store, loaded, numbers, how),
      );
    };
    const own = { chunk: chunk ?? (await measured()) };
    const { queued, known } = await cluster.submitCampaign(server, queue, store, loaded, own);
    const { say, figures } = output(settings);
    say(`campaign ${id}`);
    say(`${queued} files of properties queued at ${server.where}, ${own.chunk} in a job, ${known} known`);
    await figures({ campaign: id, queued, known, chunk: own.chunk });
    return id;
  });
}

/**
 * Puts a campaign over files of properties into a store.
 *
 * @returns its id.
 * @throws naming the file that is not there, or is no network.
 */
export async function propertyCampaign(
  store: Store,
  {
    instances,
    name,
    nodes,
    budget,
  }: Pick<SubmitPropertiesSettings, 'instances' | 'name' | 'nodes' | 'budget'>,
): Promise<string> {
  const { encodeInstances, propertyCampaignText, putFile } = await loadCluster();
  const kept = await keptFiles(store, readInstances(userPath(instances)));
  const campaign: PropertyCampaign = {
    ...{ format: 'ibp-property-campaign', version: 1, name, software: software() },
    instances: await putFile(store, encodeInstances(kept)),
    ...{ count: kept.length, method: { nodes, seconds: budget } },
  };
  return putFile(store, propertyCampaignText(campaign).text);
}

/** The files of instances in the store, each once, by their content. */
async function keptFiles(store: Store, instances: readonly Instance[]): Promise<PropertyInstance[]> {
  const { putFile } = await loadCluster();
  const once = <T>(make: (file: string) => Promise<T>) => {
    const made = new Map<string, Promise<T>>();
    return (file: string): Promise<T> => {
      const there = made.get(file) ?? make(file);
      made.set(file, there);
      return there;
    };
  };
  const network = once(async (file: string) => {
    const bytes = readBytes(file);
    const named = new Map<string, Uint8Array>();
    try {
      onnxTensors(bytes, {
        external: (location) => {
          const weights = besides(file)(location);
          named.set(location, weights);
          return weights;
        },
      });
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`);
    }
    const external: { [location: string]: string } = {};
    for (const [location, weights] of named) external[location] = await putFile(store, weights);
    return { onnx: await putFile(store, bytes), external };
  });
  const property = once(async (file: string) => putFile(store, readText(file)));
  const kept: PropertyInstance[] = [];
  for (const { onnx, vnnlib, names, expected } of instances) {
    const known = expected === 'sat' || expected === 'unsat' ? { expected } : {};
    kept.push({
      ...(await network(onnx)),
      vnnlib: await property(vnnlib),
      names,
      ...known,
    } as PropertyInstance);
  }
  return kept;
}
