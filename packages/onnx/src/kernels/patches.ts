import type { Builder } from '../graph/builder';
import { reachedPart } from './border';
import type { Window } from './window';

/**
 * What the windows see (im2col), `[batch, channels * size * size, height', width']`, of an image `[batch, channels, height, width]`: a
 * convolution of each channel with a filter for each place of the window, 1 there and 0 elsewhere. One node, where a slice for
 * each place makes a GPU wait for many.
 *
 * @param shape of the image with its channels last.
 */
export function patches(b: Builder, x: string, shape: readonly number[], window: Window): string {
  const { name, pads } = reachedPart(b, x, shape, window);
  const [high, wide] = window.size;
  const places = high * wide;
  const channels = shape[3]!;
  const filters = new Float32Array(channels * places * places);
  for (let i = 0; i < channels * places; i++) filters[i * places + (i % places)] = 1;
  const { strides, dilations } = window;
  return b.one('Conv', [name, b.constant('float32', [channels * places, 1, high, wide], filters)], {
    ...{ strides, dilations, pads, group: channels },
  });
}
