import type { Shape } from '@ibp/bounds';
import type { AffineMap } from '../affine-map';
import { type PlainParams, sizeOf } from '../plain-network';
import { window } from './window';

/** The mean of each window over the units that lie on the image: what `same` pads is not counted, as in tfjs. */
export function averagePool(params: PlainParams<'averagePool'>, [input]: readonly Shape[]): AffineMap {
  const channels = input![2]!;
  const { places, taps } = window(input!, params.size, params);
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
}

/** `[...space, channels]` to `[channels]`. */
export function globalAveragePool(_: object, [input]: readonly Shape[]): AffineMap {
  const channels = input!.at(-1)!;
  const places = sizeOf(input!) / channels;
  return {
    inputs: sizeOf(input!),
    outputs: channels,
    maxTerms: places,
    bias: () => 0,
    row: (i, columns, weights) => {
      for (let k = 0; k < places; k++) columns[k] = k * channels + i;
      weights.fill(1 / places, 0, places);
      return places;
    },
  };
}
