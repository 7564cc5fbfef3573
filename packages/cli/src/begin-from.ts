import { join } from 'node:path';
import {
  assignWeights,
  disposeNetwork,
  loadWeights,
  type Network,
  weightArrays,
  weightsHash,
} from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import type { Images } from './images';
import { loadModel } from './load-model';
import { note } from './notes';
import { runFolder, userPath } from './run-folder';
import { type Origin, readRunRecord } from './run-record';

/**
 * Gives a network the weights of a run that was trained to its end, or of a `model.json` of tfjs, of which nobody knows
 * what it saw.
 *
 * @param images that the network is to be trained on.
 * @throws when there is no run in the folder, its network is another, or it saw other images, those to test on perhaps.
 */
export async function beginFrom(
  network: Network,
  folder: string,
  { source, validation }: Pick<Images, 'source' | 'validation'>,
): Promise<Origin> {
  if (folder.endsWith('.json')) return beginFromModel(network, userPath(folder));
  const { path, record, weights, loadRecipe } = runFolder(folder);
  const { model } = loadRecipe();
  const data = readRunRecord(record)?.data;
  const trainedOn = data?.source;
  if (trainedOn !== undefined && trainedOn !== source) {
    throw new Error(
      `--from: expected a run trained on --data ${source}, got ${path}, trained on ${trainedOn}`,
    );
  }
  const held = data?.validation?.examples ?? 0;
  if (validation && held < validation.examples) {
    const got = held === 0 ? 'none' : `${held}`;
    throw new Error(
      `--from: expected a run that held out the ${validation.examples} validation images, got ${path}, with ${got} held out`,
    );
  }
  try {
    await loadWeights(network, fileHandler(join(weights, 'model.json')));
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`--from: expected weights for this network, got those of ${path} (${model}): ${why}`);
  }
  note(`weights: those of ${path}`);
  return { run: path, weightsHash: await weightsHash(network) };
}

async function beginFromModel(network: Network, file: string): Promise<Origin> {
  const model = await loadModel(file);
  try {
    assignWeights(network, await weightArrays(model));
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`--from: expected weights for this network, got those of ${file}: ${why}`);
  } finally {
    disposeNetwork(model);
  }
  note(`weights: those of ${file}; what it was trained on is not known`);
  return { run: file, weightsHash: await weightsHash(network) };
}
