import * as tf from '@tensorflow/tfjs-core';

export type Shape4D = [number, number, number, number];

/** What a convolution gradient kernel is told about the forward convolution. */
export type ConvAttrs = {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** The geometry of a forward convolution; undefined where the composed kernels do not apply. */
export function convGeometry(
  xShape: Shape4D,
  filterShape: Shape4D,
  attrs: ConvAttrs,
  depthwise = false,
): tf.backend_util.Conv2DInfo | undefined {
  const info = tf.backend_util.computeConv2DInfo(
    xShape,
    filterShape,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    tf.backend_util.convertConv2DDataFormat(attrs.dataFormat ?? 'NHWC'),
  );
  const composable =
    info.dataFormat === 'channelsLast' && info.dilationHeight === 1 && info.dilationWidth === 1;
  return composable ? info : undefined;
}

/** A plain convolution (or depthwise one) by the backend's own kernel, with explicit padding. */
export function convolve(
  kernelName: 'Conv2D' | 'DepthwiseConv2dNative',
  x: tf.Tensor,
  filter: tf.Tensor,
  options: { rows?: [number, number]; columns?: [number, number]; dilations?: [number, number] } = {},
): tf.Tensor4D {
  const { rows = [0, 0], columns = [0, 0], dilations = [1, 1] } = options;
  const padded = [...rows, ...columns].some((p) => p !== 0);
  const pad = padded ? [[0, 0], rows, columns, [0, 0]] : 'valid';
  return tf
    .engine()
    .runKernel(kernelName, { x, filter }, { strides: [1, 1], pad, dilations, dataFormat: 'NHWC' });
}

/** x with `rows` and `columns` of a value, 0 unless given, around it (negative: cut away). */
export function padOrCrop(
  x: tf.Tensor,
  rows: [number, number],
  columns: [number, number],
  value = 0,
): tf.Tensor {
  const grow = (p: [number, number]): [number, number] => [Math.max(0, p[0]), Math.max(0, p[1])];
  const size = (axis: 1 | 2, p: [number, number]) => x.shape[axis]! + p[0] + p[1];
  let y = x;
  // first, because a cut may reach into the zeros of the other side
  if ([...rows, ...columns].some((p) => p > 0)) {
    y = tf.pad(y, [[0, 0], grow(rows), grow(columns), [0, 0]], value);
  }
  if ([...rows, ...columns].some((p) => p < 0)) {
    const begin = [0, Math.max(0, -rows[0]), Math.max(0, -columns[0]), 0];
    y = tf.slice(y, begin, [-1, size(1, rows), size(2, columns), -1]);
  }
  return y;
}
