import type { ParamsOf } from '@ibp/bounds';
import type { Padding } from '@ibp/core';
import { asImage } from '../builders/one-dimensional';
import { fusedActivation } from './activation';
import { type Call, type Converter, expectChannelsLast, refuse } from './converter';

type Pair = readonly [number, number];

export function paddingOf(call: Call): Padding {
  const { padding } = call.config;
  if (padding !== 'valid' && padding !== 'same') refuse(call, 'padding "valid" or "same"', padding);
  return padding;
}

/** The window of a 2-D convolution, checked. */
function windowOf(call: Call) {
  expectChannelsLast(call);
  const { strides, dilationRate } = call.config as { strides: Pair; dilationRate: Pair };
  return { strides, padding: paddingOf(call), dilations: dilationRate };
}

export const conv2d: Converter = (call) => {
  const { build, name, inputs, weight } = call;
  const params = { kernel: weight('kernel')!, bias: weight('bias'), ...windowOf(call) };
  return fusedActivation(call, build.add('conv2d', params, inputs, name));
};

/** The kernel stays the model's own `[length, channels, filters]`. */
export const conv1d: Converter = (call) => {
  const { build, name, config, inputs, weight } = call;
  expectChannelsLast(call);
  const { strides, dilationRate } = config as { strides: [number]; dilationRate: [number] };
  const window = { stride: strides[0], padding: paddingOf(call), dilation: dilationRate[0] };
  const params = { kernel: weight('kernel')!, bias: weight('bias'), ...window };
  const convolve = asImage((_, image) => build.add('conv1d', params, [image], name));
  return fusedActivation(call, convolve(build, inputs[0]!));
};

export const depthwiseConv2d: Converter = (call) => {
  const { build, name, inputs, weight } = call;
  const window = windowOf(call);
  // tf.LayersModel 4.22 takes a dilation here and ignores it: neither result would be the one meant
  if (Math.max(...window.dilations) > 1) refuse(call, 'dilationRate 1', window.dilations);
  const params = { kernel: weight('depthwise_kernel')!, bias: weight('bias'), ...window };
  return fusedActivation(call, build.add('depthwiseConv2d', params, inputs, name));
};

/** A depthwise convolution, then one of 1 x 1. */
export const separableConv2d: Converter = (call) => {
  const { build, name, inputs, weight } = call;
  const depthwise = { kernel: weight('depthwise_kernel')!, ...windowOf(call) };
  const spatial = build.add('depthwiseConv2d', depthwise, inputs, `${name}/depthwise`);
  const pointwise: ParamsOf<'conv2d'> = {
    kernel: weight('pointwise_kernel')!,
    bias: weight('bias'),
    strides: [1, 1],
    padding: 'valid',
  };
  return fusedActivation(call, build.add('conv2d', pointwise, [spatial], name));
};
