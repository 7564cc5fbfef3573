import { aroundNetworks } from './around-networks.mjs';
import { networks } from './networks.mjs';
import { withoutTfjs } from './without-tfjs.mjs';

/**
 * What each package must do when it is all that is installed: a few lines of its README. `load` is `import()` in an ES module
 * project and `require` in a CommonJS one.
 */
export const cases = { ...withoutTfjs, ...networks, ...aroundNetworks };
