import { fail } from '../errors';
import { formatShape, type Shape, sizeOf } from '../shape';
import type { LinearOp, NoParams, PoolOp } from './definition';

const channelsOf = (where: string, input: Shape): Shape => {
  if (input.length < 2) fail(where, `expected input [...space,channels], got ${formatShape(input)}`);
  return [input.at(-1)!];
};

/** The mean of each channel over all places: `[...space, channels]` to `[channels]`. */
export const globalAveragePool: LinearOp<NoParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: {},
  mixing: () => 'apart',
  outputShape: ([input]) => channelsOf('globalAveragePool', input!),
  rows: (_, [input]) => {
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
  },
};

/** The greatest of each channel over all places: `[...space, channels]` to `[channels]`. */
export const globalMaxPool: PoolOp<NoParams> = {
  family: 'pool',
  arity: 'unary',
  parameters: {},
  outputShape: ([input]) => channelsOf('globalMaxPool', input!),
  windows: (_, input) => {
    const channels = input.at(-1)!;
    const places = sizeOf(input) / channels;
    return {
      longest: places,
      units: (i, units) => {
        for (let k = 0; k < places; k++) units[k] = k * channels + i;
        return places;
      },
    };
  },
};
