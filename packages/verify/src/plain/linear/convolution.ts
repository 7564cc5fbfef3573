import type { Shape } from '@ibp/bounds';
import type { AffineMap } from '../affine-map';
import { type PlainParams, sizeOf } from '../plain-network';
import { rowsFirst } from './rows-first';
import { window } from './window';

export function conv2d(params: PlainParams<'conv2d'>, [input]: readonly Shape[]): AffineMap {
  const { kernel, bias } = params;
  const [height, width, channels, filters] = kernel.shape as [number, number, number, number];
  const { places, taps } = window(input!, [height, width], params);
  const rows = rowsFirst(kernel.data, filters);
  const length = height * width * channels;
  return {
    inputs: sizeOf(input!),
    outputs: places * filters,
    maxTerms: length,
    bias: (i) => bias?.data[i % filters] ?? 0,
    row: (i, columns, weights) => {
      const start = (i % filters) * length;
      let terms = 0;
      taps(Math.floor(i / filters), (pixel, offset) => {
        for (let c = 0; c < channels; c++, terms++) {
          columns[terms] = pixel * channels + c;
          weights[terms] = rows[start + offset * channels + c]!;
        }
      });
      return terms;
    },
  };
}

export function depthwiseConv2d(
  params: PlainParams<'depthwiseConv2d'>,
  [input]: readonly Shape[],
): AffineMap {
  const { kernel, bias } = params;
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  const { places, taps } = window(input!, [height, width], params);
  const outputs = channels * multiplier;
  return {
    inputs: sizeOf(input!),
    outputs: places * outputs,
    maxTerms: height * width,
    bias: (i) => bias?.data[i % outputs] ?? 0,
    row: (i, columns, weights) => {
      const output = i % outputs;
      const channel = Math.floor(output / multiplier);
      let terms = 0;
      taps(Math.floor(i / outputs), (pixel, offset) => {
        columns[terms] = pixel * channels + channel;
        weights[terms] = kernel.data[offset * outputs + output]!;
        terms++;
      });
      return terms;
    },
  };
}
