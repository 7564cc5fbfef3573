import { fail, type Shape } from '@ibp/core';
import { ibpNormal, type Network, orthogonal, type PerChannel } from '@ibp/layers';
import { type ModelName, models } from '@ibp/models';
import { withMultipliers, withVerifier } from '@ibp/train';
import type { Recipe } from './recipe';

/** What a network is built for. */
export type Task = {
  /** `[height, width, channels]` of one example. */
  readonly shape: Shape;
  readonly classes: number;
  /** `(x - mean) / std` as the first layer; none unless given. */
  readonly normalize?: { readonly mean: PerChannel; readonly std: PerChannel };
  /** What the recipe's `model` is where that is a file, with fresh weights; it becomes part of what is built. */
  readonly network?: Network;
};

/**
 * The network of a recipe, with fresh weights. The caller frees it with `disposeNetwork`.
 *
 * @throws when the recipe's model is a file, and no network is given.
 *
 * @example
 * ```ts
 * import { summary } from '@ibp/layers';
 * import { buildNetwork, findRecipe } from '@ibp/recipes';
 *
 * const net = buildNetwork(findRecipe('mnist', 'ibp', 0.1).recipe, { shape: [28, 28, 1], classes: 10 });
 * console.log(summary(net).rows.length > 5); // true
 * ```
 */
export function buildNetwork(recipe: Recipe, { shape, classes, normalize, network }: Task): Network {
  const built = network ?? namedNetwork(recipe, { shape, classes, ...(normalize ? { normalize } : {}) });
  const judged = recipe.method?.name === 'learned-dual' ? withVerifier(built) : built;
  return (recipe.regularizers?.sdp ?? 0) > 0 ? withMultipliers(judged) : judged;
}

/** How a recipe begins: what its initial weights are drawn by. */
export const initializersOf = ({ initializer, seed }: Recipe) => ({
  seed,
  kernelInitializer: initializer === 'ibp' ? ibpNormal() : orthogonal(),
  outputInitializer: orthogonal(),
});

function namedNetwork(recipe: Recipe, { shape, classes, normalize }: Task): Network {
  const { model, width, hiddenUnits, batchNorm } = recipe;
  if (!isModelName(model)) return fail('buildNetwork', `expected the network of ${model}, got none`);
  return models[model]({
    inputShape: shape,
    classes,
    batchNorm,
    ...initializersOf(recipe),
    ...(width === undefined ? {} : { width }),
    ...(hiddenUnits === undefined ? {} : { hiddenUnits }),
    ...(normalize ? { normalize } : {}),
  });
}

/** Whether a recipe's model is one of those that are found by name. */
export const isModelName = (model: Recipe['model']): model is ModelName => Object.hasOwn(models, model);
