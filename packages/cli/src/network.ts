import type { Dataset } from '@ibp/data';
import type { Network } from '@ibp/layers';
import * as recipes from '@ibp/recipes';
import type { Configuration } from './configuration';
import type { Recipe } from './recipe';

/** The network of a recipe, with fresh weights. */
export function buildNetwork({ normalize }: Configuration, recipe: Recipe, train: Dataset): Network {
  const { shape, classes } = train;
  const normalization = typeof normalize === 'function' ? normalize(train) : normalize;
  return recipes.buildNetwork(recipe, {
    ...{ shape, classes },
    ...(normalization ? { normalize: normalization } : {}),
  });
}
