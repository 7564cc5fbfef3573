import type { Builder } from '../graph/builder';
import { inLayout, type View } from '../graph/view';
import { type Form, inForms } from './forms';
import { CHANNELS_LAST, convTranspose, convWindow, FILTER, fromChannelsFirst, leftOver } from './window';

/** The transpose of the convolution. */
const transposed: Form = (b, inputs, attributes) => {
  const { dy, filter } = inputs as { dy: View; filter: View };
  const { inputShape } = attributes;
  const window = convWindow(inputShape, filter.shape, attributes);
  const weights = inLayout(b, filter, FILTER);
  return convTranspose(b, inLayout(b, dy, CHANNELS_LAST), weights, { inputShape, window });
};

/**
 * A convolution of `dy`, zeros between its pixels where there are strides, with the filter turned around: a GPU has
 * better kernels for it.
 */
const spread: Form = (b, inputs, attributes) => {
  const { dy, filter } = inputs as { dy: View; filter: View };
  const { inputShape } = attributes;
  const window = convWindow(inputShape, filter.shape, attributes);
  const { size, strides, dilations, pads } = window;
  const rest = leftOver(inputShape, window);
  const reach = ([0, 1] as const).map((i) => (size[i] - 1) * dilations[i]);
  const before = [reach[0]! - pads[0], reach[1]! - pads[1]];
  const after = [reach[0]! - pads[2] + rest[0], reach[1]! - pads[3] + rest[1]];
  if ([...before, ...after].some((pad) => pad < 0)) return undefined;
  const image = withZerosBetween(b, inLayout(b, dy, CHANNELS_LAST), dy.shape, strides);
  // [channels, filters, height, width], turned around
  const turned = b.one('Slice', [
    inLayout(b, filter, [2, 3, 0, 1]),
    b.int64([-1, -1]),
    b.int64([-(size[0] + 1), -(size[1] + 1)]),
    b.int64([2, 3]),
    b.int64([-1, -1]),
  ]);
  const y = b.one('Conv', [image, turned], { strides: [1, 1], dilations, pads: [...before, ...after] });
  return fromChannelsFirst(y, inputShape);
};

/** `[batch, channels, (height - 1) * stride + 1, (width - 1) * stride + 1]`. */
function withZerosBetween(
  b: Builder,
  dy: string,
  shape: readonly number[],
  strides: readonly [number, number],
): string {
  if (strides.every((stride) => stride === 1)) return dy;
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const apart = b.one('Reshape', [dy, b.int64([batch, channels, height, 1, width, 1])]);
  const ends = [0, 0, 0, strides[0] - 1, 0, strides[1] - 1];
  const filled = b.one('Pad', [apart, b.int64([0, 0, 0, 0, 0, 0, ...ends])], { mode: 'constant' });
  const all = [batch, channels, height * strides[0], width * strides[1]];
  const whole = b.one('Reshape', [filled, b.int64(all)]);
  const size = [(height - 1) * strides[0] + 1, (width - 1) * strides[1] + 1];
  return b.one('Slice', [whole, b.int64([0, 0]), b.int64(size), b.int64([2, 3])]);
}

export const conv2dBackpropInput = inForms('Conv2DBackpropInput', { transposed, spread });
