import { cifar10Source } from './cifar10';
import { fashionMnistSource } from './fashion-mnist';
import { mnistSource } from './mnist';
import type { DatasetSource } from './source';
import { svhnSource } from './svhn';

/** The public datasets that can be loaded by name. A new one is one line here. */
export const datasetSources = {
  mnist: mnistSource,
  'fashion-mnist': fashionMnistSource,
  'cifar-10': cifar10Source,
  svhn: svhnSource,
} as const satisfies Record<string, DatasetSource>;

/** The datasets that are found by name. */
export type DatasetName = keyof typeof datasetSources;
