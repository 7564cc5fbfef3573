import type { Dataset } from '@ibp/data';
import { disposeNetwork, initializeWeights, type Network, outputShape } from '@ibp/layers';
import * as recipes from '@ibp/recipes';
import type { Configuration } from './configuration';
import type { Recipe } from './recipe';
import { loadTopology } from './topology';

/**
 * The network of a recipe, with fresh weights. A model in a file takes the inputs as they are: whether and how they are
 * normalised is its own.
 *
 * @throws naming the file when it is no model, or one of other inputs or classes.
 */
export async function buildNetwork(
  { normalize }: Configuration,
  recipe: Recipe,
  train: Dataset,
): Promise<Network> {
  const { shape, classes } = train;
  const { model } = recipe;
  if (!recipes.isModelName(model)) return fileNetwork(model, recipe, train);
  const normalization = typeof normalize === 'function' ? normalize(train) : normalize;
  return recipes.buildNetwork(recipe, {
    ...{ shape, classes },
    ...(normalization ? { normalize: normalization } : {}),
  });
}

async function fileNetwork(file: string, recipe: Recipe, { shape, classes }: Dataset): Promise<Network> {
  const network = await loadTopology(file);
  const [input, output] = [network.inputShape, outputShape(network)];
  if (String(input) !== String(shape) || String(output) !== String(classes)) {
    disposeNetwork(network);
    const got = `one of input [${input}] and output [${output}]`;
    throw new Error(`${file}: expected a model of input [${shape}] and output [${classes}], got ${got}`);
  }
  initializeWeights(network, recipes.initializersOf(recipe));
  return recipes.buildNetwork(recipe, { shape, classes, network });
}
