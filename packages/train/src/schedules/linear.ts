import { type Ramp, ramp, type Schedule } from './schedule';

/** A straight line from `from` to `to`: how Gowal et al. 2019 raise epsilon and lower kappa. */
export const linear = (options: Ramp): Schedule => ramp('linear', options, (t) => t);
