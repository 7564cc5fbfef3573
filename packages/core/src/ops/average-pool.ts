import { sizeOf } from '../shape';
import type { LinearOp } from './definition';
import { padding, pair } from './kinds';
import { type PoolParams, pooledShape } from './pool';
import { tapsOf } from './taps';

/** The mean of each window over the units that lie on the image: what `same` pads is not counted, as in tfjs. */
export const averagePool: LinearOp<PoolParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { size: pair, strides: pair, padding },
  mixing: ({ size, strides }) => (size.every((n, i) => n <= strides[i]!) ? 'apart' : 'mixed'),
  // the means at a border are of fewer pixels
  window: ({ size, padding }) => (padding === 'valid' ? size : undefined),
  outputShape: ([input], params) => pooledShape('averagePool', input!, params),
  rows: (params, [input]) => {
    const channels = input![2]!;
    const { places, taps } = tapsOf(input!, params.size, params);
    return {
      inputs: sizeOf(input!),
      outputs: places * channels,
      maxTerms: params.size[0] * params.size[1],
      bias: () => 0,
      row: (i, columns, weights) => {
        let terms = 0;
        taps(Math.floor(i / channels), (pixel) => {
          columns[terms++] = pixel * channels + (i % channels);
        });
        weights.fill(1 / terms, 0, terms);
        return terms;
      },
    };
  },
};
