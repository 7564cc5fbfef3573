import { disposeNetwork, loadWeights, type Network, outputShape } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { isModelName, type ModelFile } from '@ibp/recipes';
import type { Configuration } from './configuration';
import { type Images, loadImages } from './images';
import { imagesFor } from './images-for';
import { loadModel } from './load-model';
import { modelFile } from './model-file';
import { readScale, type Scale } from './radii';
import type { Recipe } from './recipe';
import { runFolder } from './run-folder';
import { loadRunImages } from './run-images';
import type { Settings } from './settings';
import { begin, describeNetwork, prepare, type Trained } from './trained';

/** A network that is there to be certified, and what it is tested on. */
export type Loaded = Omit<Trained, 'training'> & {
  /** That it was trained by, of a run; none of a `model.json`. */
  readonly recipe?: Recipe;
  /** Whether bounds fold its last layer into the specification. */
  readonly elision: boolean;
  readonly scale: Scale;
};

/**
 * The network that the settings name, which the caller frees, and what it is to be tested on: of a run the images that it was
 * trained on unless the settings name others.
 *
 * @throws when there is no run in the folder, it was stopped before its end, the images are not found, or they do not fit.
 */
export async function loaded(configuration: Configuration, settings: Settings): Promise<Loaded> {
  const file = modelFile(settings);
  const found =
    file === undefined ? await loadRun(configuration, settings) : await model(file, configuration, settings);
  try {
    return { ...found, scale: await readScale(settings, found.network) };
  } catch (error) {
    disposeNetwork(found.network);
    throw error;
  }
}

async function loadRun(configuration: Configuration, settings: Settings): Promise<Omit<Loaded, 'scale'>> {
  const run = runFolder(settings.network ?? settings.out);
  const recipe = run.loadRecipe();
  const model = isModelName(recipe.model) ? recipe.model : (run.topology as ModelFile);
  const prepared = await prepare(configuration, { ...recipe, model }, settings, loadRunImages);
  const { network, images } = prepared;
  try {
    await loadWeights(network, fileHandler(run.weights));
    return { ...prepared, images: fitting(network, images), recipe, elision: recipe.elision };
  } catch (error) {
    disposeNetwork(network);
    throw new Error(`${run.weights}: ${(error as Error).message}`);
  }
}

async function model(
  file: string,
  configuration: Configuration,
  settings: Settings,
): Promise<Omit<Loaded, 'scale'>> {
  const { backend, engine } = await begin(settings);
  const images = await loadImages(configuration, settings);
  const network = await loadModel(file);
  describeNetwork(file, network);
  try {
    const folder = runFolder(settings.out);
    return { ...{ network, backend, engine, folder }, images: fitting(network, images), elision: true };
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}

const fitting = (network: Network, images: Images): Images => ({
  ...images,
  test: imagesFor(network.inputShape, outputShape(network), images.test),
});
