import * as tf from '@tensorflow/tfjs-core';
import { type ConvAttrs, convGeometry, convolve, padOrCrop, type Shape4D } from './conv';
import { composedKernel } from './patch';

type Inputs = { dy: tf.Tensor4D; filter: tf.Tensor4D };
type Attrs = ConvAttrs & { inputShape: Shape4D };

/** x with `stride - 1` zeros after every element of its second axis; x is `[before, axis, after]`. */
function spread(x: tf.Tensor, before: number, axis: number, after: number, stride: number): tf.Tensor {
  if (stride === 1) return x;
  const elements = tf.reshape(x, [before * axis, 1, after]);
  return tf.pad(elements, [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
}

/**
 * The gradient of a depthwise convolution with respect to its input: dy spread by the stride, under the
 * flipped filter, by the depthwise convolution itself; a channel's multiples are then summed.
 */
export const depthwiseBackpropInput = composedKernel<Inputs, Attrs>(
  'DepthwiseConv2dNativeBackpropInput',
  ({ dy, filter }, attrs) => {
    const info = convGeometry(attrs.inputShape, filter.shape, attrs, true);
    if (!info || dy.size === 0 || filter.size === 0) return undefined;
    const [filterHeight, filterWidth, channels, multiples] = filter.shape;
    const { batchSize: n, outHeight, outWidth, strideHeight: sh, strideWidth: sw, padInfo } = info;
    const outputs = channels * multiples;
    const wide = spread(dy, n * outHeight, outWidth, outputs, sw);
    const tall = spread(wide, n, outHeight, outWidth * sw * outputs, sh);
    // as many rows as `input + kernel - 1`, so that the valid convolution returns `input` of them
    const above = filterHeight - 1 - padInfo.top;
    const before = filterWidth - 1 - padInfo.left;
    const image = padOrCrop(
      tf.reshape(tall, [n, outHeight * sh, outWidth * sw, outputs]),
      [above, info.inHeight + filterHeight - 1 - outHeight * sh - above],
      [before, info.inWidth + filterWidth - 1 - outWidth * sw - before],
    );
    const flipped = tf.reshape(tf.reverse(filter, [0, 1]), [filterHeight, filterWidth, outputs, 1]);
    const dx = convolve('DepthwiseConv2dNative', image, flipped);
    if (multiples === 1) return dx;
    return tf.sum(tf.reshape(dx, [...attrs.inputShape, multiples]), -1);
  },
);
