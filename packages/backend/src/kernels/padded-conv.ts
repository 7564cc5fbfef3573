import * as tf from '@tensorflow/tfjs-core';
import type { ConvAttrs } from './conv';
import { composedKernel, runKernel } from './patch';
import { seenPart } from './windows';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D };

const plain = { strides: [1, 1], dilations: [1, 1], pad: 'valid', dataFormat: 'NHWC' };

/** The filter with `dilation - 1` zeros between its elements, for a backend without dilation. */
function dilated(filter: tf.Tensor4D, rows: number, columns: number): tf.Tensor {
  if (rows === 1 && columns === 1) return filter;
  const [height, width, channels, filters] = filter.shape;
  const spread = tf.pad(tf.reshape(filter, [height, 1, width, 1, channels * filters]), [
    [0, 0],
    [0, rows - 1],
    [0, 0],
    [0, columns - 1],
    [0, 0],
  ]);
  const shape: [number, number, number, number] = [height * rows, width * columns, channels, filters];
  // without the zeros after the last element
  return tf.slice(
    tf.reshape(spread, shape),
    [0, 0, 0, 0],
    [(height - 1) * rows + 1, (width - 1) * columns + 1, channels, filters],
  );
}

/**
 * A (depthwise) convolution in the one form that tfjs-node computes in all cases: no padding, no
 * dilation, equal strides. The image is padded and the filter dilated by hand; of unequal strides the
 * result is taken from that of stride 1.
 */
export const paddedConv = (kernelName: 'Conv2D' | 'DepthwiseConv2dNative') =>
  composedKernel<Inputs, ConvAttrs>(kernelName, ({ x, filter }, attrs, stock) => {
    if (!stock || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const info = tf.backend_util.computeConv2DInfo(
      x.shape,
      filter.shape,
      attrs.strides,
      attrs.dilations ?? 1,
      attrs.pad,
      attrs.dimRoundingMode,
      kernelName === 'DepthwiseConv2dNative',
    );
    const [sh, sw] = [info.strideHeight, info.strideWidth];
    const convolved = runKernel<tf.Tensor4D>(
      stock,
      {
        x: seenPart(x, info),
        filter: dilated(filter, info.dilationHeight, info.dilationWidth),
      },
      { ...plain, strides: sh === sw ? [sh, sw] : [1, 1] },
    );
    return sh === sw ? convolved : tf.stridedSlice(convolved, [0, 0, 0, 0], convolved.shape, [1, sh, sw, 1]);
  });
