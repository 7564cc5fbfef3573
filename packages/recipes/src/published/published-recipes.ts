import type { AugmentName } from '../recipe';
import { crownIbpRecipes } from './crown-ibp';
import { ctrainRecipes } from './ctrain';
import { earlierRecipes } from './earlier';
import { expressiveRecipes } from './expressive';
import { fastIbpRecipes } from './fast-ibp';
import { gowalRecipes } from './gowal';
import type { PublishedDataset } from './lengths';
import type { Published } from './published';
import { smallBoxRecipes } from './small-boxes';

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
