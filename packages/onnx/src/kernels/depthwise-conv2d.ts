import type { Builder } from '../graph/builder';
import { inLayout, materialize, plain, transposeView, type View } from '../graph/view';
import { reachedPart } from './border';
import type { KernelRule } from './rule';
import { reshapeView } from './shape';
import { CHANNELS_LAST, convTranspose, convWindow, fromChannelsFirst } from './window';

/** `[height, width, channels, multiplier]` as `[channels * multiplier, 1, height, width]`. */
function groupedFilter(b: Builder, filter: View): string {
  const [height, width, channels, multiplier] = filter.shape as [number, number, number, number];
  const byChannel = transposeView(b, filter, [2, 3, 0, 1]);
  return materialize(b, reshapeView(b, byChannel, [channels * multiplier, 1, height, width]));
}

export const depthwiseConv2d: KernelRule = (b, inputs, attributes) => {
  const { x, filter } = inputs as { x: View; filter: View };
  const { outShape, strides, dilations, pads } = convWindow(x.shape, filter.shape, attributes, true);
  const attrs = { strides, dilations, pads, group: x.shape[3]! };
  const y = b.one('Conv', [inLayout(b, x, CHANNELS_LAST), groupedFilter(b, filter)], attrs);
  return fromChannelsFirst(y, outShape);
};

export const depthwiseBackpropInput: KernelRule = (b, inputs, attributes) => {
  const { dy, filter } = inputs as { dy: View; filter: View };
  const { inputShape } = attributes;
  const window = convWindow(inputShape, filter.shape, attributes, true);
  return convTranspose(b, inLayout(b, dy, CHANNELS_LAST), groupedFilter(b, filter), {
    ...{ inputShape, window, group: inputShape[3] },
  });
};

/** A convolution in groups, one for each channel: examples as channels, `dy` as the filter, strides as dilations. */
export const depthwiseBackpropFilter: KernelRule = (b, inputs, attributes) => {
  const { x, dy } = inputs as { x: View; dy: View };
  const [height, width, channels, multiplier] = attributes.filterShape as [number, number, number, number];
  const [batch, inHeight, inWidth] = x.shape as [number, number, number];
  const window = convWindow(x.shape, attributes.filterShape, attributes, true);
  const stacked = reshapeView(b, transposeView(b, x, [3, 0, 1, 2]), [1, channels * batch, inHeight, inWidth]);
  const reached = reachedPart(b, materialize(b, stacked), x.shape, window);
  const gradient = b.one('Conv', [reached.name, inLayout(b, dy, [1, 2, 3, 0])], {
    strides: window.dilations,
    dilations: window.strides,
    pads: reached.pads,
    group: channels,
  });
  const stored = [1, channels * multiplier, height, width];
  const byChannel = reshapeView(b, plain(gradient, 'float32', stored), [channels, multiplier, height, width]);
  return transposeView(b, byChannel, [2, 3, 0, 1]);
};
