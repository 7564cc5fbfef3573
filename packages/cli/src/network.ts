import type { Dataset } from '@ibp/data';
import type { Network } from '@ibp/layers';
import * as recipes from '@ibp/recipes';
import type { Example } from './example';
import type { Recipe } from './recipe';

/** The network of a recipe, with fresh weights. */
export const buildNetwork = ({ normalize }: Example, recipe: Recipe, { shape, classes }: Dataset): Network =>
  recipes.buildNetwork(recipe, { shape, classes, ...(normalize ? { normalize } : {}) });
