import type { Recipe } from '../recipe';
import type { PublishedDataset } from './lengths';

/** A recipe as somebody published it. */
export type Published = {
  /** Of the method, as `--recipe` takes it. */
  readonly name: string;
  readonly dataset: PublishedDataset;
  /** Where its figures are from. Those that are `(recalled)` were not looked up, and may differ. */
  readonly source: string;
  readonly recipe: Recipe;
};
