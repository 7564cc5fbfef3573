import { fail } from '../errors';
import type { NoParams, Op } from './definition';

/** Softmax over the last axis. */
export const softmax: Op<'softmax', 'unary', NoParams> = {
  family: 'softmax',
  arity: 'unary',
  parameters: {},
  outputShape: ([input]) => {
    if (input!.length === 0) fail('softmax', 'expected input [...,classes], got []');
    return input!;
  },
};
