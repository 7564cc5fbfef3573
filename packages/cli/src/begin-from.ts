import { join } from 'node:path';
import {
  assignWeights,
  disposeNetwork,
  hashArrays,
  type Network,
  readWeights,
  type WeightArrays,
  weightArrays,
  weightsHash,
  widenedWeights,
} from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { type Examples, rebaseBatchNorm } from '@ibp/train';
import { type Card, catalog, type ZooName } from '@ibp/zoo';
import { zooWeights } from './begin-from-zoo';
import { checkFrom } from './check-from';
import type { Images } from './images';
import { loadModel } from './load-model';
import { zooName } from './model-file';
import { note } from './notes';
import { runFolder, userPath } from './run-folder';
import { type Origin, readRunRecord } from './run-record';
import { imagesRefusal, recognisedImages } from './same-images';

/**
 * Gives a network the weights of a run that was trained to its end, of one of the zoo, or of a `model.json` of tfjs, of which
 * nobody knows what it saw. Those of a narrower network are widened: it computes what that one did.
 *
 * @param images that the network is to be trained on.
 * @param options.seed of how a wider network shares them.
 * @param options.batches of its training, for what a network of the zoo does not know of its batch norm.
 * @throws when there is no run in the folder, its network is another, or it saw other images, those to test on perhaps.
 */
export async function beginFrom(
  network: Network,
  folder: string,
  images: Images & { readonly example: string },
  { seed, batches }: { readonly seed: number; readonly batches: () => AsyncIterable<Examples> },
): Promise<Origin> {
  checkFrom(folder);
  const name = zooName(folder);
  if (name !== undefined) {
    const found = await zooWeights(network, name, images);
    // the file has no batch norm any more: of the run that it was made of
    const { weights: readHash } = catalog[name as ZooName].card as Card;
    const origin = await beginWith(network, folder, seed, { read: async () => found });
    if (network.nodes.some(({ op }) => op === 'batchNorm')) await rebaseBatchNorm(network, batches());
    return { ...origin, weightsHash: await weightsHash(network), ...(readHash && { readHash }) };
  }
  const { validation } = images;
  if (folder.endsWith('.json')) return beginFromModel(network, userPath(folder), seed);
  const { path, record, weights, loadRecipe } = runFolder(folder);
  const { model } = loadRecipe();
  const before = readRunRecord(record);
  const data = before?.data;
  // of others it saw those to test on, perhaps
  const others = before && imagesRefusal(before, recognisedImages(images.example, images));
  if (others) {
    throw new Error(`--from: expected a run trained on the same images, got ${path}, of which ${others}`);
  }
  const held = data?.validation?.examples ?? 0;
  if (validation && held < validation.examples) {
    const got = held === 0 ? 'none' : `${held}`;
    throw new Error(
      `--from: expected a run that held out the ${validation.examples} validation images, got ${path}, with ${got} held out`,
    );
  }
  return beginWith(network, path, seed, {
    whose: `${path} (${model})`,
    read: () => readWeights(fileHandler(join(weights, 'model.json'))),
  });
}

async function beginFromModel(network: Network, file: string, seed: number): Promise<Origin> {
  const model = await loadModel(file);
  try {
    const read = () => weightArrays(model);
    return await beginWith(network, file, seed, { read, more: '; what it was trained on is not known' });
  } finally {
    disposeNetwork(model);
  }
}

/** Where weights come from, as an error names it, and what is to be said of them. */
type Source = {
  readonly read: () => Promise<WeightArrays>;
  readonly whose?: string;
  readonly more?: string;
};

async function beginWith(
  network: Network,
  run: string,
  seed: number,
  { read, whose = run, more = '' }: Source,
): Promise<Origin> {
  let readHash: string | undefined;
  try {
    const found = await read();
    readHash = await hashArrays(found);
    const isNarrower = haveOtherShapes(network, found);
    assignWeights(network, isNarrower ? await widenedWeights(network, found, { seed }) : found);
    note(`weights: those of ${run}${isNarrower ? ', widened' : ''}${more}`);
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(
      `--from: expected weights for this network or a narrower one, got those of ${whose}: ${why}`,
    );
  }
  return { run, weightsHash: await weightsHash(network), ...(readHash && { readHash }) };
}

const haveOtherShapes = ({ variables }: Network, found: WeightArrays): boolean =>
  Object.entries(variables).some(
    ([name, { shape }]) => name in found && String(found[name]!.shape) !== String(shape),
  );
