import * as tf from '@tensorflow/tfjs-core';
import { type ConvAttrs, convGeometry, convolve, padOrCrop, type Shape4D } from './conv';
import { composedKernel } from './patch';
import { simdInputGradient } from './simd/conv2d';

type Inputs = { dy: tf.Tensor4D; filter: tf.Tensor4D };
type Attrs = ConvAttrs & { inputShape: Shape4D };

/** One axis of the sub-pixel convolution below: where it starts, what it covers, what is left to cut. */
function axisPlan(input: number, output: number, kernel: number, stride: number, padding: number) {
  const taps = Math.ceil(kernel / stride);
  const first = Math.min(Math.floor(padding / stride), taps - 1);
  const cells = Math.ceil((input + padding) / stride) - first;
  return { taps, cells, pad: [taps - 1 - first, cells + first - output] as [number, number], first };
}

/**
 * The gradient of a convolution with respect to its input (also the transposed convolution), as one
 * stride-1 convolution of dy. With x's row `s*p + r` and the filter's row `s*q + r`, dx of sub-row r is
 * dy convolved with the filter's sub-row r: all `sh * sw` sub-pixels are computed as output channels and
 * then interleaved.
 */
export const conv2dBackpropInput = composedKernel<Inputs, Attrs>(
  'Conv2DBackpropInput',
  ({ dy, filter }, attrs) => {
    const info = convGeometry(attrs.inputShape, filter.shape, attrs);
    if (!info || dy.size === 0 || filter.size === 0) return undefined;
    const computed = simdInputGradient(dy, filter, info);
    if (computed) return computed;
    const [filterHeight, filterWidth, channels, filters] = filter.shape;
    const { batchSize, inHeight, inWidth, strideHeight: sh, strideWidth: sw, padInfo } = info;
    const rows = axisPlan(inHeight, info.outHeight, filterHeight, sh, padInfo.top);
    const columns = axisPlan(inWidth, info.outWidth, filterWidth, sw, padInfo.left);

    const whole = tf.pad(filter, [
      [0, rows.taps * sh - filterHeight],
      [0, columns.taps * sw - filterWidth],
      [0, 0],
      [0, 0],
    ]);
    const split = tf.reshape(whole, [rows.taps, sh, columns.taps, sw, channels, filters]);
    const subPixels = tf.reshape(tf.transpose(split, [0, 2, 5, 1, 3, 4]), [
      rows.taps,
      columns.taps,
      filters,
      sh * sw * channels,
    ]);
    const cells = convolve(
      'Conv2D',
      padOrCrop(dy, [0, Math.min(0, rows.pad[1])], [0, Math.min(0, columns.pad[1])]),
      tf.reverse(subPixels, [0, 1]),
      {
        rows: [rows.pad[0], Math.max(0, rows.pad[1])],
        columns: [columns.pad[0], Math.max(0, columns.pad[1])],
      },
    );
    const interleaved = tf.transpose(
      tf.reshape(cells, [batchSize * rows.cells, columns.cells, sh, sw * channels]),
      [0, 2, 1, 3],
    );
    const image = tf.reshape(interleaved, [batchSize, rows.cells * sh, columns.cells * sw, channels]);
    const [top, left] = [padInfo.top - rows.first * sh, padInfo.left - columns.first * sw];
    return padOrCrop(
      image,
      [-top, inHeight + top - rows.cells * sh],
      [-left, inWidth + left - columns.cells * sw],
    );
  },
);
