import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../graph/builder';
import { plain, type View } from '../graph/view';
import type { Attributes } from './rule';

type Shape4D = [number, number, number, number];

/** Channels last, as tfjs has images, from channels first, as ONNX has them. */
export const CHANNELS_LAST = [0, 2, 3, 1];

/** A filter of tfjs, `[height, width, inputs, filters]`, from one of ONNX, `[filters, inputs, height, width]`. */
export const FILTER = [2, 3, 1, 0];

/** A tensor stored with its channels first. */
export const fromChannelsFirst = (name: string, shape: readonly number[]): View => ({
  ...plain(name, 'float32', shape),
  stored: [shape[0]!, shape[3]!, shape[1]!, shape[2]!],
  perm: CHANNELS_LAST,
});

/** The window of a convolution or pool along both axes, as ONNX's attributes and as numbers. */
export type Window = {
  readonly outShape: readonly number[];
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
};

/** @throws where ONNX, which is not told how many windows there are, would count others than tfjs. */
function windowOf(info: tf.backend_util.Conv2DInfo): Window {
  const window: Window = {
    outShape: info.outShape,
    size: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [info.padInfo.top, info.padInfo.left, info.padInfo.bottom, info.padInfo.right],
  };
  const rests = leftOver([1, info.inHeight, info.inWidth, info.inChannels], window);
  if (rests.some((rest, i) => rest < 0 || rest >= window.strides[i]!)) {
    fail(
      'Conv2D',
      `expected padding under which ${info.outHeight} x ${info.outWidth} windows fill the image, got pads ${window.pads}`,
    );
  }
  return window;
}

const channelsLast = ({ dataFormat }: Attributes): void => {
  if (dataFormat && dataFormat !== 'NHWC') fail('Conv2D', `expected dataFormat NHWC, got ${dataFormat}`);
};

export function convWindow(
  x: readonly number[],
  filter: readonly number[],
  a: Attributes,
  depthwise = false,
): Window {
  channelsLast(a);
  return windowOf(
    tf.backend_util.computeConv2DInfo(
      [...x] as Shape4D,
      [...filter] as Shape4D,
      a.strides,
      a.dilations ?? 1,
      a.pad,
      a.dimRoundingMode,
      depthwise,
    ),
  );
}

export const poolWindow = (x: readonly number[], a: Attributes): Window =>
  windowOf(
    tf.backend_util.computePool2DInfo(
      [...x] as Shape4D,
      a.filterSize,
      a.strides,
      1,
      a.pad,
      a.dimRoundingMode,
    ),
  );

/** How many units of the input, borders included, no window reaches, along each axis. */
export const leftOver = (
  x: readonly number[],
  { outShape, size, strides, dilations, pads }: Window,
): [number, number] =>
  ([0, 1] as const).map((i) => {
    const reached = (outShape[i + 1]! - 1) * strides[i] + (size[i] - 1) * dilations[i] + 1;
    return x[i + 1]! + pads[i] + pads[i + 2]! - reached;
  }) as [number, number];

/** What a convolution came from: the shape of its input, its windows and how many groups of channels it has, 1 unless given. */
export type Convolved = {
  readonly inputShape: readonly number[];
  readonly window: Window;
  readonly group?: number;
};

/** The transpose of a convolution: `dy` and weights `[filters, channels / groups, height, width]` to the input's shape. */
export function convTranspose(
  b: Builder,
  dy: string,
  weights: string,
  { inputShape, window, group = 1 }: Convolved,
): View {
  const { strides, dilations, pads } = window;
  const attributes = { strides, dilations, pads, group, output_padding: leftOver(inputShape, window) };
  return fromChannelsFirst(b.one('ConvTranspose', [dy, weights], attributes), inputShape);
}
