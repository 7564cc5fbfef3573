import { network } from '../builder';
import { batchNorm } from '../builders/batch-norm';
import { sequential } from '../builders/combine';
import { dense } from '../builders/dense';
import type { Network } from '../network';

/** A network with variables that are trained and others that are not. */
export const sample = (seed = 1): Network =>
  network(
    [4],
    sequential(dense(3, { name: 'first' }), batchNorm({ name: 'norm' }), dense(2, { name: 'last' })),
    {
      seed,
    },
  );

export const weightNames = [
  'first/kernel',
  'first/bias',
  'norm/gamma',
  'norm/beta',
  'norm/mean',
  'norm/variance',
  'last/kernel',
  'last/bias',
];
