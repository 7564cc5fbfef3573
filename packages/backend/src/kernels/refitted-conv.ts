import * as tf from '@tensorflow/tfjs-core';
import type { ConvAttrs } from './conv';
import { composedKernel, runKernel } from './patch';
import { simdConv2d } from './simd/conv2d';
import { placedAlike, seenPart } from './windows';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D; bias?: tf.Tensor; preluActivationWeights?: tf.Tensor };

type ConvName = 'Conv2D' | 'DepthwiseConv2dNative' | 'FusedConv2D' | 'FusedDepthwiseConv2D';

/**
 * The same where each output is one input times one number: XNNPACK has a kernel of its own for it, which makes -Infinity
 * of NaN.
 */
function scaled(name: ConvName, { x, filter, bias }: Inputs, attrs: ConvAttrs): tf.Tensor | undefined {
  const [height, width, channels, outputs] = filter.shape;
  const strides = [attrs.strides].flat();
  const isScale =
    height * width * outputs === 1 &&
    (channels === 1 || name.includes('Depthwise')) &&
    strides.every((n) => n === 1);
  if (!isScale || !['valid', 'same'].includes(attrs.pad as string)) return undefined;
  if (((attrs as { activation?: string }).activation ?? 'linear') !== 'linear') return undefined;
  const product = tf.mul(x, tf.reshape(filter, [channels]));
  return bias ? tf.add(product, bias) : product;
}

/**
 * A convolution by the wasm backend's own kernel, of an image that is padded and cut by hand where that kernel would
 * put its windows elsewhere. With `same` padding and strides that leave a rest, its result is all zeros.
 */
export const refittedConv = (kernelName: ConvName) =>
  composedKernel<Inputs, ConvAttrs>(kernelName, (inputs, attrs, stock) => {
    if (!stock || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
    const convolved = kernelName === 'Conv2D' ? simdConv2d(inputs, attrs) : undefined;
    if (convolved) return convolved;
    const product = scaled(kernelName, inputs, attrs);
    if (product) return product;
    if (attrs.pad === 'valid') return undefined;
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
