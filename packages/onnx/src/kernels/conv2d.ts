import { inLayout, type View } from '../graph/view';
import type { KernelRule } from './rule';
import { CHANNELS_LAST, convWindow, FILTER, fromChannelsFirst } from './window';

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
