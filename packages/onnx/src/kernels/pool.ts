import type { Builder } from '../graph/builder';
import { sizeOf } from '../graph/shapes';
import { filled, inLayout, materialize, type View } from '../graph/view';
import type { Attributes, KernelRule } from './rule';
import { CHANNELS_LAST, convTranspose, fromChannelsFirst, poolWindow } from './window';

function poolNode(b: Builder, op: string, x: View, attributes: Attributes, outputs: number) {
  const { outShape, size, strides, pads } = poolWindow(x.shape, attributes);
  const names = b.node(op, [inLayout(b, x, CHANNELS_LAST)], { kernel_shape: size, strides, pads }, outputs);
  return { names, outShape };
}

export const pool =
  (op: string): KernelRule =>
  (b, { x }, attributes) => {
    const { names, outShape } = poolNode(b, op, x!, attributes, 1);
    return fromChannelsFirst(names[0]!, outShape);
  };

/** Each window's share to all its units: a transposed convolution with a constant; what is padded counts too, as in tfjs. */
export const avgPoolGrad: KernelRule = (b, inputs, attributes) => {
  const { dy, input } = inputs as { dy: View; input: View };
  const window = poolWindow(input.shape, attributes);
  const channels = input.shape[3]!;
  const weights = materialize(
    b,
    filled(b, 1 / sizeOf(window.size), 'float32', [channels, 1, ...window.size]),
  );
  return convTranspose(b, inLayout(b, dy, CHANNELS_LAST), weights, {
    inputShape: input.shape,
    window,
    group: channels,
  });
};

/** Adds each window's gradient where its greatest element is, the first of equals. */
export const maxPoolGrad: KernelRule = (b, inputs, attributes) => {
  const { dy, input } = inputs as { dy: View; input: View };
  const { names } = poolNode(b, 'MaxPool', input, attributes, 2);
  const flat = b.int64([-1]);
  // a window of NaN has no greatest element: its place is not one
  const places = b.one('Max', [
    b.one('Reshape', [names[1]!, flat]),
    b.constant('int64', [1], BigInt64Array.of(0n)),
  ]);
  const updates = b.one('Reshape', [inLayout(b, dy, CHANNELS_LAST), flat]);
  const zeros = materialize(b, filled(b, 0, 'float32', [sizeOf(input.shape)]));
  const sums = b.one('ScatterElements', [zeros, places, updates], { axis: 0, reduction: 'add' });
  const [batch, height, width, channels] = input.shape as [number, number, number, number];
  const image = b.one('Reshape', [sums, b.int64([batch, channels, height, width])]);
  return fromChannelsFirst(image, input.shape);
};
