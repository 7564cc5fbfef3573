import type { Dataset } from '@ibp/data';
import { ibp, ibpNormal, type Network, orthogonal } from '@ibp/layers';
import { models } from '@ibp/models';
import { certifiedLoss, crossEntropy, hinge, type Loss, softplus } from '@ibp/train';
import type { Example } from './example';
import type { Recipe } from './recipe';

/** The network of a recipe, with fresh weights. */
export function buildNetwork({ normalize }: Example, recipe: Recipe, { shape, classes }: Dataset): Network {
  return models[recipe.model]({
    inputShape: shape,
    classes,
    seed: recipe.seed,
    batchNorm: recipe.batchNorm,
    kernelInitializer: recipe.initializer === 'ibp' ? ibpNormal() : orthogonal(),
    outputInitializer: orthogonal(),
    ...(normalize ? { normalize } : {}),
  });
}

const specLosses = { crossEntropy, hinge, softplus };

/** The loss of a recipe: eq. 12 of the paper, or one of its ablations. */
export function buildLoss(recipe: Recipe, { range }: Dataset): Loss {
  return certifiedLoss({
    bound: ibp({ elide: recipe.elision }),
    specLoss: specLosses[recipe.specLoss](),
    range,
  });
}
