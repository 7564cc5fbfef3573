import { pgd } from '@ibp/attack';
import { selectBackend } from '@ibp/backend';
import { disposeNetwork, type Network, saveWeights, summary } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import type { Engine } from '@ibp/train';
import { checkBeginning } from './check-from';
import type { Configuration } from './configuration';
import { engineLabel, selectEngine } from './engine';
import { type Images, loadImages } from './images';
import { buildNetwork } from './network';
import { note } from './notes';
import { readScale, type Scale } from './radii';
import { checkRecipe, type Recipe } from './recipe';
import type { Training } from './report';
import { type RunFolder, runFolder } from './run-folder';
import type { Settings } from './settings';
import { trainNetwork } from './training';
import type { Watch } from './watch';

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
  /** How far each feature is moved at epsilon 1; undefined where all are moved alike. */
  readonly scale: Scale;
  readonly training: Training;
};

/** The backend and the engine: what every command begins with. */
export async function begin({ backend: prefer, engine: wanted = 'auto', threads, engineOptions }: Computing) {
  const more = { ...(prefer ? { prefer } : {}), ...(threads === undefined ? {} : { threads }) };
  const { name: backend } = await selectBackend({ log: note, ...more });
  const engine = await selectEngine(wanted, backend, { threads, engineOptions });
  note(`engine: ${engineLabel(engine)}`);
  return { backend, engine };
}

type Computing = Pick<Settings, 'backend' | 'engine' | 'engineOptions' | 'threads'>;

/** Says how large a network is. */
export function describeNetwork(name: string, network: Network): void {
  const { parameters, hiddenUnits } = summary(network);
  note(`network: ${name}, ${parameters} parameters, ${hiddenUnits} hidden units`);
}

/**
 * The backend, the images and the network with fresh weights.
 *
 * @param load the images; those that the settings name unless given.
 */
export async function prepare(
  configuration: Configuration,
  recipe: Recipe,
  settings: Settings,
  load: (configuration: Configuration, settings: Settings) => Promise<Images> = loadImages,
): Promise<Omit<Trained, 'training' | 'scale'>> {
  checkRecipe(recipe);
  const { backend, engine } = await begin(settings);
  const images = await load(configuration, settings);
  const { description, train, test, part } = images;
  note(
    `data: ${description} (${train.count} to train on, ${test.count} ${part === 'validation' ? 'held out to validate' : 'to test'})`,
  );
  const network = await buildNetwork(configuration, recipe, train);
  describeNetwork(recipe.model, network);
  return { network, images, backend, engine, folder: runFolder(settings.out) };
}

/** Where the images of a training come from, unless it is where its settings say; and who follows it. */
export type Following = {
  readonly load?: (configuration: Configuration, settings: Settings) => Promise<Images>;
  readonly watch?: Watch;
};

/** Trains a recipe, from the folder's checkpoint on if it has one, and saves the weights. */
export async function trainRecipe(
  configuration: Configuration,
  recipe: Recipe,
  settings: Settings,
  { load, watch }: Following = {},
): Promise<Trained> {
  checkBeginning(recipe, settings);
  const prepared = await prepare(configuration, recipe, settings, load);
  const { network, engine, folder } = prepared;
  try {
    const steps = settings.pgdSteps ?? 20;
    const attack = steps > 0 ? { attack: pgd({ steps, ...(engine ? { engine } : {}) }) } : {};
    const scale = await readScale(settings, network);
    const run = {
      ...prepared,
      configuration,
      recipe,
      settings,
      scale,
      ...attack,
      ...(watch ? { watch } : {}),
    };
    const training = await trainNetwork(network, run);
    await saveWeights(network, fileHandler(folder.weights));
    // only now: the folder may hold the weights of another recipe until here
    await folder.saveRecipe(recipe);
    return { ...prepared, scale, training };
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}
