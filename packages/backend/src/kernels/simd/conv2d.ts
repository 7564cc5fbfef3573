import * as tf from '@tensorflow/tfjs-core';
import { type ConvAttrs, convGeometry, padOrCrop, type Shape4D } from '../conv';
import { axes } from '../windows';
import { convolve, filterGradient, inputGradient } from './convolution';
import type { Geometry } from './geometry';
import { type Simd, simdOf } from './simd';

type Info = tf.backend_util.Conv2DInfo;
type Pads = readonly [rows: [number, number], columns: [number, number]];

/** What each window reaches beyond the image, which need not end where the last window does. */
const padsOf = (info: Info): Pads =>
  axes(info).map(({ input, output, extent, stride, pads: [before] }) => [
    before,
    Math.max(0, (output - 1) * stride + extent - before - input),
  ]) as [[number, number], [number, number]];

function geometryOf(info: Info, [rows, columns]: Pads): Geometry {
  return {
    batch: info.batchSize,
    input: {
      height: info.inHeight + rows[0] + rows[1],
      width: info.inWidth + columns[0] + columns[1],
      channels: info.inChannels,
    },
    filter: { height: info.filterHeight, width: info.filterWidth },
    strides: [info.strideHeight, info.strideWidth],
    output: { height: info.outHeight, width: info.outWidth, channels: info.outChannels },
  };
}

/** The kernels, where they compute what is asked: nothing else but float32, and never of nothing. */
const forAll = (...tensors: readonly tf.Tensor[]): Simd | undefined =>
  tensors.every(({ dtype, size }) => dtype === 'float32' && size > 0) ? simdOf(tf.backend()) : undefined;

/** A convolution with any strides and padding, without dilation; undefined where the kernels cannot be had. */
export function simdConv2d(
  { x, filter }: { readonly x: tf.Tensor4D; readonly filter: tf.Tensor4D },
  attrs: ConvAttrs,
): tf.Tensor | undefined {
  const simd = forAll(x, filter);
  const info = simd && convGeometry(x.shape, filter.shape as Shape4D, attrs);
  if (!info || tf.util.sizeFromShape(info.outShape) === 0) return undefined;
  const pads = padsOf(info);
  const padded = padOrCrop(x, ...pads);
  const y = simd.output(info.outShape);
  convolve(simd, geometryOf(info, pads), simd.at(padded), simd.at(filter), simd.at(y));
  return y;
}

/** Its gradient with respect to the image. */
export function simdInputGradient(dy: tf.Tensor, filter: tf.Tensor, info: Info): tf.Tensor | undefined {
  const simd = forAll(dy, filter);
  if (!simd) return undefined;
  const pads = padsOf(info);
  const geometry = geometryOf(info, pads);
  const { batch, input } = geometry;
  const dx = simd.output([batch, input.height, input.width, input.channels]);
  inputGradient(simd, geometry, simd.at(dy), simd.at(filter), simd.at(dx));
  const [rows, columns] = pads.map(([before, after]): [number, number] => [-before, -after]);
  return padOrCrop(dx, rows!, columns!);
}

/** Its gradient with respect to the filter. */
export function simdFilterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  shape: Shape4D,
  info: Info,
): tf.Tensor | undefined {
  const simd = forAll(x, dy);
  if (!simd) return undefined;
  const pads = padsOf(info);
  const padded = padOrCrop(x, ...pads);
  const dw = simd.output(shape);
  filterGradient(simd, geometryOf(info, pads), simd.at(padded), simd.at(dy), simd.at(dw));
  return dw;
}
