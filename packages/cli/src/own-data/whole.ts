import type { Dataset } from '@ibp/data';

/** Where a file does not say what is for training and what for tests. */
export const whole = 'all';
export type Whole = { readonly [whole]: Dataset };
