import { fail, formatShape, type Padding } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import { intervalRules } from './rules';

/** `kernel` `[length, inputs, filters]`, `bias` `[filters]`. */
export type Conv1dParams = {
  readonly kernel: tf.Tensor;
  readonly bias?: tf.Tensor | undefined;
  readonly stride?: number;
  readonly padding?: Padding;
  readonly dilation?: number;
};

/**
 * Bounds of a 1-D convolution, channels last: a 2-D one of width 1, so that no domain needs a rule of its own.
 *
 * @param bounds `[batch, length, channels]`
 * @returns `[batch, length', filters]`
 */
export function conv1dBounds(bounds: IntervalBounds, params: Conv1dParams): IntervalBounds {
  const { kernel, bias, stride = 1, padding = 'valid', dilation = 1 } = params;
  const [, length, channels] = bounds.lower.shape as [number, number, number];
  if (bounds.lower.rank !== 3 || kernel.rank !== 3 || kernel.shape[1] !== channels) {
    fail(
      'conv1dBounds',
      `expected bounds [batch,length,channels] and kernel [length,channels,filters], got ` +
        `${formatShape(bounds.lower.shape)} and ${formatShape(kernel.shape)}`,
    );
  }
  return tf.tidy(() => {
    const flat = intervalRules.reshape(bounds, { shape: [length, 1, channels] });
    const [size, , filters] = kernel.shape as [number, number, number];
    const convolved = intervalRules.conv2d(flat, {
      kernel: tf.reshape(kernel, [size, 1, channels, filters]),
      bias,
      strides: [stride, 1],
      padding,
      dilations: [dilation, 1],
    });
    const out = convolved.lower.shape[1]!;
    return intervalRules.reshape(convolved, { shape: [out, filters] });
  });
}
