import type { Builder } from '../graph/builder';
import { inLayout, materialize, plain, type View } from '../graph/view';
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
  const around = b.one('Slice', [
    materialize(b, filter),
    b.int64([-1, -1]),
    b.int64([-(size[0] + 1), -(size[1] + 1)]),
    b.int64([0, 1]),
    b.int64([-1, -1]),
  ]);
  // [channels, filters, height, width]
  const turned = inLayout(b, plain(around, 'float32', filter.shape), [2, 3, 0, 1]);
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

/**
 * A convolution of `dy` for each place that a pixel may have among the strides, all of them at once as channels of their own, which
 * are then put side by side: each sees only the weights that reach it, so that nothing is multiplied by zeros.
 */
const phases: Form = (b, inputs, attributes) => {
  const { dy, filter } = inputs as { dy: View; filter: View };
  const { inputShape } = attributes as { inputShape: readonly number[] };
  const { size, strides, dilations, pads } = convWindow(inputShape, filter.shape, attributes);
  const [stride] = strides;
  const uneven = strides[1] !== stride || size.some((length) => length % stride);
  if (stride === 1 || uneven || dilations.some((d) => d > 1)) return undefined;
  const [channels, filters] = filter.shape.slice(2) as [number, number];
  const taps = size.map((length) => length / stride) as [number, number];
  const ends = ([0, 1] as const).map((i) => inputShape[i + 1]! + pads[i]) as [number, number];
  const after = ([0, 1] as const).map((i) => Math.ceil(ends[i] / stride) - dy.shape[i + 1]!);
  if (after.some((pad) => pad < 0)) return undefined;
  const split = [taps[0], stride, taps[1], stride, channels, filters];
  const turned = b.one('Slice', [
    b.one('Reshape', [materialize(b, filter), b.int64(split)]),
    b.int64([-1, -1]),
    b.int64([-(taps[0] + 1), -(taps[1] + 1)]),
    b.int64([0, 2]),
    b.int64([-1, -1]),
  ]);
  const byPhase = b.one('Transpose', [turned], { perm: [1, 3, 4, 5, 0, 2] });
  const weights = b.one('Reshape', [byPhase, b.int64([stride * stride * channels, filters, ...taps])]);
  const image = inLayout(b, dy, CHANNELS_LAST);
  const before = [taps[0] - 1, taps[1] - 1];
  const each = b.one('Conv', [image, weights], {
    strides: [1, 1],
    dilations: [1, 1],
    pads: [...before, ...after],
  });
  const whole = b.one('DepthToSpace', [each], { blocksize: stride, mode: 'DCR' });
  const exact = pads[0] === 0 && pads[1] === 0 && ends.every((end) => end % stride === 0);
  const bounds = [b.int64([pads[0], pads[1]]), b.int64(ends), b.int64([2, 3])];
  return fromChannelsFirst(exact ? whole : b.one('Slice', [whole, ...bounds]), inputShape);
};

export const conv2dBackpropInput = inForms('Conv2DBackpropInput', { transposed, spread, phases });
