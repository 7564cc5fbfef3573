import type { Shape } from '@ibp/bounds';
import { window } from './linear/window';
import { type PlainNode, type PlainNodeOf, sizeOf } from './plain-network';

type MaxNode = PlainNodeOf<'maxPool'> | PlainNodeOf<'globalMaxPool'>;

export const isMaxNode = (node: PlainNode): node is MaxNode =>
  node.op === 'maxPool' || node.op === 'globalMaxPool';

/**
 * Of which input units each output of a max pool is the greatest.
 *
 * @returns writes the units of output `i` into `units`, of at least `longest`, and gives their number.
 */
export function maxWindows(
  node: MaxNode,
  input: Shape,
): { readonly longest: number; readonly units: (i: number, units: Int32Array) => number } {
  const channels = input.at(-1)!;
  if (node.op === 'globalMaxPool') {
    const places = sizeOf(input) / channels;
    return {
      longest: places,
      units: (i, units) => {
        for (let k = 0; k < places; k++) units[k] = k * channels + i;
        return places;
      },
    };
  }
  const { taps } = window(input, node.params.size, node.params);
  return {
    longest: node.params.size[0] * node.params.size[1],
    units: (i, units) => {
      let count = 0;
      taps(Math.floor(i / channels), (pixel) => {
        units[count++] = pixel * channels + (i % channels);
      });
      return count;
    },
  };
}
