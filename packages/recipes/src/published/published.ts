import type { AugmentName, Recipe } from '../recipe';
import { crownIbpRecipes } from './crown-ibp';
import { ctrainRecipes } from './ctrain';
import { earlierRecipes } from './earlier';
import { expressiveRecipes } from './expressive';
import { fastIbpRecipes } from './fast-ibp';
import { gowalRecipes } from './gowal';
import type { PublishedDataset } from './lengths';
import { smallBoxRecipes } from './small-boxes';

export type { PublishedDataset };

/** A recipe as somebody published it. */
export type Published = {
  /** Of the method, as `--recipe` takes it. */
  readonly name: string;
  readonly dataset: PublishedDataset;
  /** Where its figures are from. Those that are `(recalled)` were not looked up, and may differ. */
  readonly source: string;
  readonly recipe: Recipe;
};

/** What those who trained on these images have in common; that of the last two (recalled). */
const usual: { readonly [dataset in PublishedDataset]: AugmentName } = {
  mnist: 'none',
  'cifar-10': 'cropAndFlip',
  svhn: 'crop',
  imagenet64: 'cropAndFlip',
};

const withAugment = (entry: Published): Published => ({
  ...entry,
  recipe: { augment: usual[entry.dataset], ...entry.recipe },
});

/** Every published recipe there is. */
export const published: readonly Published[] = [
  ...gowalRecipes,
  ...fastIbpRecipes,
  ...crownIbpRecipes,
  ...earlierRecipes,
  ...smallBoxRecipes,
  ...expressiveRecipes,
  ...ctrainRecipes,
].map(withAugment);
