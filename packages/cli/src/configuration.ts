import type { Dataset, SplitDataset } from '@ibp/data';
import type { LoadOptions } from '@ibp/data/node';
import type { PerChannel } from '@ibp/layers';
import type { AugmentName, PublishedDataset } from '@ibp/recipes';
import type { Recipe } from './recipe';

/** Where the images of a configuration come from. */
export type Source = {
  /** Said in the output, so that nobody takes one test set for another. */
  readonly description: string;
  readonly load: (options: LoadOptions) => Promise<SplitDataset>;
};

export type Normalization = { readonly mean: PerChannel; readonly std: PerChannel };

/** What the command line works on: data, recipes for it, and how images go into a network. */
export type Configuration = {
  readonly name: string;
  /** By the names that `--data` takes; `auto` takes the first that needs no download, or else downloads the last. */
  readonly sources: { readonly [name: string]: Source };
  /** By the names that `--recipe` takes; the first is the default. */
  readonly recipes: { readonly [name: string]: Recipe };
  /** Whose published recipes `--recipe` takes as well; none unless given. */
  readonly dataset?: PublishedDataset;
  /** The first layer of its networks, where it has one; of data that nobody knew before, from what is trained on. */
  readonly normalize?: Normalization | ((train: Dataset) => Normalization | undefined);
  /** Of training images, unless the recipe says; none unless given. */
  readonly augment?: AugmentName;
};
