import * as tf from '@tensorflow/tfjs-core';
import type { ConvAttrs } from './conv';
import { composedKernel, runKernel } from './patch';
import { placedAlike, seenPart } from './windows';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D; bias?: tf.Tensor; preluActivationWeights?: tf.Tensor };

/**
 * A convolution by the wasm backend's own kernel, of an image that is padded and cut by hand where that kernel would
 * put its windows elsewhere. With `same` padding and strides that leave a rest, its result is all zeros.
 */
export const refittedConv = (
  kernelName: 'Conv2D' | 'DepthwiseConv2dNative' | 'FusedConv2D' | 'FusedDepthwiseConv2D',
) =>
  composedKernel<Inputs, ConvAttrs>(kernelName, (inputs, attrs, stock) => {
    if (!stock || attrs.pad === 'valid' || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const info = tf.backend_util.computeConv2DInfo(
      inputs.x.shape,
      inputs.filter.shape,
      attrs.strides,
      attrs.dilations ?? 1,
      attrs.pad,
      attrs.dimRoundingMode,
      kernelName.includes('Depthwise'),
    );
    if (placedAlike(info, true)) return undefined;
    return runKernel(stock, { ...inputs, x: seenPart(inputs.x, info) }, { ...attrs, pad: 'valid' });
  });
