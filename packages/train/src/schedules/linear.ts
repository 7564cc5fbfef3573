import { type Ramp, ramp, type Schedule } from './schedule';

/**
 * A straight line from `from` to `to`: how Gowal et al. 2019 raise epsilon and lower kappa.
 *
 * @example
 * ```ts
 * import { linear } from '@ibp/train';
 *
 * const epsilon = linear({ from: 0, to: 0.5, start: 100, end: 200 });
 * console.log(epsilon(0), epsilon(150), epsilon(1000)); // 0 0.25 0.5
 * ```
 */
export const linear = (options: Ramp): Schedule => ramp('linear', options, (t) => t);
