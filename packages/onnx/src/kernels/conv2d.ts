import type { Builder } from '../graph/builder';
import { inLayout, plain, type View } from '../graph/view';
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
  const window = convWindow(attributes.inputShape, filter.shape, attributes);
  const weights = inLayout(b, filter, FILTER);
  return convTranspose(b, inLayout(b, dy, CHANNELS_LAST), weights, attributes.inputShape, window);
};

/**
 * The border a filter gradient sees: what no window reached is cut off at the ends, or the result would be larger
 * than the filter. ONNX has no negative pads, so what the border does not cover is sliced off.
 */
export function reachedPart(b: Builder, x: string, shape: readonly number[], window: Window) {
  const pads = [...window.pads];
  let name = x;
  for (const [i, left] of leftOver(shape, window).entries()) {
    const fromBorder = Math.min(pads[i + 2]!, left);
    pads[i + 2]! -= fromBorder;
    const end = shape[i + 1]! - (left - fromBorder);
    if (end < shape[i + 1]!) name = b.one('Slice', [name, b.int64([0]), b.int64([end]), b.int64([i + 2])]);
  }
  return { name, pads };
}

/** A convolution itself: examples as channels, `dy` as the filter, strides as dilations. */
export const conv2dBackpropFilter: KernelRule = (b, inputs, attributes) => {
  const { x, dy } = inputs as { x: View; dy: View };
  const { filterShape } = attributes;
  const window = convWindow(x.shape, filterShape, attributes);
  // [channels, batch, height, width] and [filters, batch, height', width']
  const reached = reachedPart(b, inLayout(b, x, [1, 2, 3, 0]), x.shape, window);
  const gradient = b.one('Conv', [reached.name, inLayout(b, dy, [1, 2, 3, 0])], {
    strides: window.dilations,
    dilations: window.strides,
    pads: reached.pads,
  });
  const [height, width, channels, filters] = filterShape;
  return {
    ...plain(gradient, 'float32', filterShape),
    stored: [channels, filters, height, width],
    perm: [2, 3, 0, 1],
  };
};
