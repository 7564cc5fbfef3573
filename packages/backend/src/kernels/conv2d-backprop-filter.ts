import * as tf from '@tensorflow/tfjs-core';
import { type ConvAttrs, convGeometry, convolve, padOrCrop, type Shape4D } from './conv';
import { composedKernel } from './patch';
import { simdFilterGradient } from './simd/conv2d';

type Inputs = { x: tf.Tensor4D; dy: tf.Tensor4D };
type Attrs = ConvAttrs & { filterShape: Shape4D };

/**
 * The gradient of a convolution with respect to its filter, as a convolution: the batch is its channels,
 * dy its filter and the forward stride its dilation. Folding the input channels into the width (the
 * dilation is then `stride * channels`) leaves the result in filter order, for one 2-D transpose of x.
 */
export const conv2dBackpropFilter = composedKernel<Inputs, Attrs>(
  'Conv2DBackpropFilter',
  ({ x, dy }, attrs) => {
    const info = convGeometry(x.shape, attrs.filterShape, attrs);
    if (!info || x.size === 0 || dy.size === 0) return undefined;
    const computed = simdFilterGradient(x, dy, attrs.filterShape, info);
    if (computed) return computed;
    const [filterHeight, filterWidth, channels, filters] = attrs.filterShape;
    const { outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
    // exactly the rows and columns that the filter saw
    const height = (outHeight - 1) * strideHeight + filterHeight;
    const width = (outWidth - 1) * strideWidth + filterWidth;
    const seen = padOrCrop(
      x,
      [padInfo.top, height - padInfo.top - info.inHeight],
      [padInfo.left, width - padInfo.left - info.inWidth],
    );
    const batch = info.batchSize;
    const image = tf.transpose(tf.reshape(seen, [batch, height * width * channels]));
    const filter = tf.transpose(tf.reshape(dy, [batch, outHeight * outWidth, filters]), [1, 0, 2]);
    const gradient = convolve(
      'Conv2D',
      tf.reshape(image, [1, height, width * channels, batch]),
      tf.reshape(filter, [outHeight, outWidth, batch, filters]),
      { dilations: [strideHeight, strideWidth * channels] },
    );
    return tf.reshape(gradient, attrs.filterShape);
  },
);
