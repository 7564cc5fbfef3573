import type { Dataset } from '@ibp/data';
import type { Network } from '@ibp/layers';
import * as recipes from '@ibp/recipes';
import type { Loss } from '@ibp/train';
import type { Example } from './example';
import type { Recipe } from './recipe';

/** The network of a recipe, with fresh weights. */
export const buildNetwork = ({ normalize }: Example, recipe: Recipe, { shape, classes }: Dataset): Network =>
  recipes.buildNetwork(recipe, { shape, classes, ...(normalize ? { normalize } : {}) });

/** The loss of a recipe: eq. 12 of the paper, one of its ablations, or another method. */
export const buildLoss = (recipe: Recipe, { range }: Dataset): Loss => recipes.buildLoss(recipe, range);
