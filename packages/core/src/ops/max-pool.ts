import type { PoolOp } from './definition';
import { padding, pair } from './kinds';
import { type PoolParams, pooledShape } from './pool';
import { tapsOf } from './taps';

/** The greatest of each window. */
export const maxPool: PoolOp<PoolParams> = {
  family: 'pool',
  arity: 'unary',
  parameters: { size: pair, strides: pair, padding },
  outputShape: ([input], params) => pooledShape('maxPool', input!, params),
  windows: (params, input) => {
    const channels = input.at(-1)!;
    const { taps } = tapsOf(input, params.size, params);
    return {
      longest: params.size[0] * params.size[1],
      units: (i, units) => {
        let count = 0;
        taps(Math.floor(i / channels), (pixel) => {
          units[count++] = pixel * channels + (i % channels);
        });
        return count;
      },
    };
  },
};
