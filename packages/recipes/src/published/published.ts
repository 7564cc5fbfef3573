import type { Recipe } from '../recipe';
import { crownIbpRecipes } from './crown-ibp';
import { earlierRecipes } from './earlier';
import { expressiveRecipes } from './expressive';
import { fastIbpRecipes } from './fast-ibp';
import { gowalRecipes } from './gowal';
import type { DatasetName } from './lengths';
import { smallBoxRecipes } from './small-boxes';

export type { DatasetName };

/** A recipe as somebody published it. */
export type Published = {
  /** Of the method, as `--recipe` takes it. */
  readonly name: string;
  readonly dataset: DatasetName;
  /** Where its figures are from. Those that are `(recalled)` were not looked up, and may differ. */
  readonly source: string;
  readonly recipe: Recipe;
};

/** Every published recipe there is. */
export const published: readonly Published[] = [
  ...gowalRecipes,
  ...fastIbpRecipes,
  ...crownIbpRecipes,
  ...earlierRecipes,
  ...smallBoxRecipes,
  ...expressiveRecipes,
];
