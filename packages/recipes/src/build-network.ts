import type { Shape } from '@ibp/core';
import { ibpNormal, type Network, orthogonal, type PerChannel } from '@ibp/layers';
import { models } from '@ibp/models';
import { withMultipliers, withVerifier } from '@ibp/train';
import type { Recipe } from './recipe';

/** What a network is built for. */
export type Task = {
  /** `[height, width, channels]` of one example. */
  readonly shape: Shape;
  readonly classes: number;
  /** `(x - mean) / std` as the first layer; none unless given. */
  readonly normalize?: { readonly mean: PerChannel; readonly std: PerChannel };
};

/**
 * The network of a recipe, with fresh weights. The caller frees it with `disposeNetwork`.
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
export function buildNetwork(recipe: Recipe, { shape, classes, normalize }: Task): Network {
  const { width, hiddenUnits } = recipe;
  const network = models[recipe.model]({
    inputShape: shape,
    classes,
    seed: recipe.seed,
    batchNorm: recipe.batchNorm,
    kernelInitializer: recipe.initializer === 'ibp' ? ibpNormal() : orthogonal(),
    outputInitializer: orthogonal(),
    ...(width === undefined ? {} : { width }),
    ...(hiddenUnits === undefined ? {} : { hiddenUnits }),
    ...(normalize ? { normalize } : {}),
  });
  const judged = recipe.method?.name === 'learned-dual' ? withVerifier(network) : network;
  return (recipe.regularizers?.sdp ?? 0) > 0 ? withMultipliers(judged) : judged;
}
