import { join } from 'node:path';
import { disposeNetwork, loadWeights } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import type { Example } from './example';
import type { Recipe } from './recipe';
import { runFolder } from './run-folder';
import { loadRunImages } from './run-images';
import type { Settings } from './settings';
import { prepare, type Trained } from './trained';

/** The network of a run that was trained to its end, and the recipe it was trained by. */
export type Loaded = Omit<Trained, 'training'> & { readonly recipe: Recipe };

/**
 * The weights in the folder of a run, which the caller frees, and the images that the run was trained on unless the
 * settings name others.
 *
 * @throws when there is no run in the folder, it was stopped before its end, or its images are not found.
 */
export async function loaded(example: Example, settings: Settings): Promise<Loaded> {
  const recipe = runFolder(settings.out).loadRecipe();
  const prepared = await prepare(example, recipe, settings, loadRunImages);
  const { network, folder } = prepared;
  try {
    await loadWeights(network, fileHandler(join(folder.weights, 'model.json')));
  } catch (error) {
    disposeNetwork(network);
    throw new Error(`${folder.weights}: ${(error as Error).message}`);
  }
  return { ...prepared, recipe };
}
