import * as tf from '@tensorflow/tfjs-core';
import { type ConvAttrs, convGeometry, padOrCrop, type Shape4D } from './conv';
import { composedKernel } from './patch';

type Inputs = { x: tf.Tensor4D; dy: tf.Tensor4D };
type Attrs = ConvAttrs & { filterShape: Shape4D };

/**
 * The gradient of a depthwise convolution with respect to its filter: for each of the filter's
 * positions, the inputs that it met times dy, summed over the batch and the image. The stride is taken
 * out first, by one transpose that leaves the inputs of a position adjacent.
 */
export const depthwiseBackpropFilter = composedKernel<Inputs, Attrs>(
  'DepthwiseConv2dNativeBackpropFilter',
  ({ x, dy }, attrs) => {
    const info = convGeometry(x.shape, attrs.filterShape, attrs, true);
    if (!info || x.size === 0 || dy.size === 0) return undefined;
    const [filterHeight, filterWidth, channels, multiples] = attrs.filterShape;
    const { batchSize: n, outHeight, outWidth, strideHeight: sh, strideWidth: sw, padInfo } = info;
    const rows = outHeight + Math.floor((filterHeight - 1) / sh);
    const columns = outWidth + Math.floor((filterWidth - 1) / sw);
    const seen = padOrCrop(
      x,
      [padInfo.top, rows * sh - info.inHeight - padInfo.top],
      [padInfo.left, columns * sw - info.inWidth - padInfo.left],
    );
    const phases = tf.transpose(tf.reshape(seen, [n, rows, sh, columns, sw * channels]), [2, 0, 1, 3, 4]);
    const images = tf.reshape(phases, [sh * n, rows, columns, sw * channels]);
    const gradient = tf.reshape(dy, [n * outHeight * outWidth, channels, multiples]);

    const positions: tf.Tensor[] = [];
    for (let i = 0; i < filterHeight; i++) {
      for (let j = 0; j < filterWidth; j++) {
        const begin = [(i % sh) * n, Math.floor(i / sh), Math.floor(j / sw), (j % sw) * channels];
        positions.push(
          tf.tidy(() => {
            const met = tf.slice(images, begin, [n, outHeight, outWidth, channels]);
            const column = tf.reshape(met, [n * outHeight * outWidth, channels, 1]);
            return tf.sum(tf.mul(column, gradient), 0);
          }),
        );
      }
    }
    return tf.reshape(tf.stack(positions), attrs.filterShape);
  },
);
