import type { Builder } from '../graph/builder';
import { inLayout, materialize, plain, type View } from '../graph/view';
import type { KernelRule } from './rule';
import { CHANNELS_LAST, convTranspose, convWindow, fromChannelsFirst, leftOver, type Window } from './window';

/** `[height, width, inputs, filters]` from `[filters, inputs, height, width]`. */
const FILTER = [2, 3, 1, 0];

export const conv2d: KernelRule = (b, inputs, attributes) => {
  const { x, filter } = inputs as { x: View; filter: View };
  const { outShape, strides, dilations, pads } = convWindow(x.shape, filter.shape, attributes);
  const y = b.one('Conv', [inLayout(b, x, CHANNELS_LAST), inLayout(b, filter, FILTER)], {
    strides,
    dilations,
    pads,
  });
  return fromChannelsFirst(y, outShape);
};

export const conv2dBackpropInput: KernelRule = (b, inputs, attributes) => {
  const { dy, filter } = inputs as { dy: View; filter: View };
  const { inputShape } = attributes;
  const window = convWindow(inputShape, filter.shape, attributes);
  const weights = inLayout(b, filter, FILTER);
  return convTranspose(b, inLayout(b, dy, CHANNELS_LAST), weights, { inputShape, window });
};

/**
 * The border a filter gradient sees: what no window reached is cut off at the ends, or the result would be larger
 * than the filter. ONNX has no negative pads, so what the border does not cover is sliced off.
 *
 * @param firstAxis of the two of `x` that windows move along.
 */
export function reachedPart(b: Builder, x: string, shape: readonly number[], window: Window, firstAxis = 2) {
  const pads = [...window.pads];
  const size: [number, number] = [shape[1]!, shape[2]!];
  let name = x;
  for (const [i, left] of leftOver(shape, window).entries()) {
    const fromBorder = Math.min(pads[i + 2]!, left);
    pads[i + 2]! -= fromBorder;
    const end = shape[i + 1]! - (left - fromBorder);
    if (end === shape[i + 1]!) continue;
    name = b.one('Slice', [name, b.int64([0]), b.int64([end]), b.int64([i + firstAxis])]);
    size[i as 0 | 1] = end;
  }
  return { name, pads, size };
}

/** As a convolution of each channel: examples as channels, `dy` as the filter, strides as dilations. */
function filterGradientByChannel(
  b: Builder,
  x: View,
  dy: View,
  filterShape: readonly number[],
  window: Window,
): View {
  // [channels, batch, height, width] and [filters, batch, height', width']
  const reached = reachedPart(b, inLayout(b, x, [1, 2, 3, 0]), x.shape, window);
  const gradient = b.one('Conv', [reached.name, inLayout(b, dy, [1, 2, 3, 0])], {
    strides: window.dilations,
    dilations: window.strides,
    pads: reached.pads,
  });
  const [height, width, channels, filters] = filterShape as [number, number, number, number];
  return {
    ...plain(gradient, 'float32', filterShape),
    stored: [channels, filters, height, width],
    perm: [2, 3, 0, 1],
  };
}

/**
 * The gradient of a filter is a convolution too: examples as channels, `dy` as the filter, strides as dilations. Here
 * of one image whose rows hold all channels of a pixel side by side, `[1, batch, height, width * channels]`: one matrix
 * product as wide as the whole filter, where an image for each channel has many that are 3 or 4 columns wide (1.3 to
 * 2.5 times slower).
 */
export const conv2dBackpropFilter: KernelRule = (b, inputs, attributes) => {
  const { x, dy } = inputs as { x: View; dy: View };
  const { filterShape } = attributes;
  const window = convWindow(x.shape, filterShape, attributes);
  if (window.dilations.some((d) => d > 1)) return filterGradientByChannel(b, x, dy, filterShape, window);
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const { name, pads, size } = reachedPart(b, materialize(b, x), x.shape, window, 1);
  const image = b.one('Reshape', [name, b.int64([1, batch, size[0], size[1] * channels])]);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const gradient = b.one('Conv', [image, inLayout(b, dy, [1, 2, 3, 0])], {
    strides: [1, 1],
    dilations: [window.strides[0], window.strides[1] * channels],
    pads: [top, left * channels, bottom, right * channels],
  });
  const [height, width, , filters] = filterShape;
  const stored = [filters, height, width, channels];
  const split = b.one('Reshape', [gradient, b.int64(stored)]);
  return { ...plain(split, 'float32', filterShape), stored, perm: [1, 2, 3, 0] };
};
