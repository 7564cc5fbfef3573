import type { Builder } from '../graph/builder';
import { reachedPart } from './border';
import type { Window } from './window';

/** What windows see of an image, and how many of its rows there are for each channel. */
export type Patches = { readonly name: string; readonly places: number };

/**
 * What the windows see (im2col), `[batch, channels * places, height', width']`, of an image `[batch, channels, height, width]`: a
 * convolution of each channel with a filter for each place of the window, 1 there and 0 elsewhere. One node, where a slice for
 * each place makes a GPU wait for many.
 *
 * There are more places than the window has, zeros: onnxruntime's WebGPU (1.30) takes four filters at a time, and those of two
 * channels for those of one where a channel's are no multiple of four.
 *
 * @param shape of the image with its channels last.
 */
export function patches(b: Builder, x: string, shape: readonly number[], window: Window): Patches {
  const { name, pads } = reachedPart(b, x, shape, window);
  const [high, wide] = window.size;
  const seen = high * wide;
  const places = 4 * Math.ceil(seen / 4);
  const channels = shape[3]!;
  const filters = new Float32Array(channels * places * seen);
  for (let channel = 0; channel < channels; channel++) {
    for (let place = 0; place < seen; place++) filters[(channel * places + place) * seen + place] = 1;
  }
  const { strides, dilations } = window;
  const ones = b.constant('float32', [channels * places, 1, high, wide], filters);
  return { name: b.one('Conv', [name, ones], { strides, dilations, pads, group: channels }), places };
}
