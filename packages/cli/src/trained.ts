import { pgd } from '@ibp/attack';
import { selectBackend } from '@ibp/backend';
import { disposeNetwork, type Network, saveWeights, summary } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import type { Engine } from '@ibp/train';
import { engineLabel, selectEngine } from './engine';
import type { Example } from './example';
import { type Images, loadImages } from './images';
import { buildNetwork } from './network';
import { checkRecipe, type Recipe } from './recipe';
import type { Training } from './report';
import { type RunFolder, runFolder } from './run-folder';
import type { Settings } from './settings';
import { trainNetwork } from './training';

/** A network at the end of its training, and all that evaluating it needs. */
export type Trained = {
  /** The caller frees it. */
  readonly network: Network;
  readonly images: Images;
  /** Of tfjs. */
  readonly backend: string;
  /** Nothing: tfjs, op by op. */
  readonly engine: Engine | undefined;
  readonly folder: RunFolder;
  readonly training: Training;
};

const log = (line: string) => console.error(line);

/**
 * The backend, the images and the network with fresh weights: what every command begins with.
 *
 * @param load the images; those that the settings name unless given.
 */
export async function prepare(
  example: Example,
  recipe: Recipe,
  settings: Settings,
  load: (example: Example, settings: Settings) => Promise<Images> = loadImages,
): Promise<Omit<Trained, 'training'>> {
  checkRecipe(recipe);
  const backend = await selectBackend({ log, ...(settings.backend ? { prefer: settings.backend } : {}) });
  const images = await load(example, settings);
  const { description, train, test, part } = images;
  log(
    `data: ${description} (${train.count} to train on, ${test.count} ${part === 'validation' ? 'held out to validate' : 'to test'})`,
  );
  const network = buildNetwork(example, recipe, train);
  const { parameters, hiddenUnits } = summary(network);
  log(`network: ${recipe.model}, ${parameters} parameters, ${hiddenUnits} hidden units`);
  const engine = await selectEngine(settings.engine ?? 'auto', backend.name, {
    threads: settings.engineThreads,
  });
  log(`engine: ${engineLabel(engine)}`);
  return { network, images, backend: backend.name, engine, folder: runFolder(settings.out) };
}

/** Trains a recipe, from the folder's checkpoint on if it has one, and saves the weights. */
export async function trainRecipe(example: Example, recipe: Recipe, settings: Settings): Promise<Trained> {
  const prepared = await prepare(example, recipe, settings);
  const { network, engine, folder } = prepared;
  try {
    const steps = settings.pgdSteps ?? 20;
    const attack = steps > 0 ? { attack: pgd({ steps, ...(engine ? { engine } : {}) }) } : {};
    const run = { ...prepared, example, recipe, settings, ...attack };
    const training = await trainNetwork(network, run);
    await saveWeights(network, fileHandler(folder.weights));
    // only now: the folder may hold the weights of another recipe until here
    await folder.saveRecipe(recipe);
    return { ...prepared, training };
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}
