import { type IntervalBounds, ops, type ParamsOf } from '@ibp/bounds';
import { type AxisParts, aroundAxis, fail, type Shape, sizeOf, tapsOf, type WindowParams } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

type Pool = ParamsOf<'maxPool'>;

/**
 * The units of windows, along the last axis. Where windows reach into padding there is 0, and `absence` is -Infinity:
 * what is not there is never the greatest. It is 0 for units, and left out where there is no padding.
 */
export type WindowBounds = IntervalBounds & { readonly absence?: tf.Tensor };

/** A convolution that copies the units of each window into its filters, on images of one channel. */
function copying({ size, strides, padding }: Pool): ParamsOf<'conv2d'> {
  const [height, width] = size;
  const kernel = tf.reshape(tf.eye(height * width), [height, width, 1, height * width]);
  return { kernel, strides, padding };
}

/** `[n, height, width, channels]` as `[n * channels, height, width, 1]`. */
function splitChannels(x: tf.Tensor): tf.Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [-1, height, width, 1]);
}

/**
 * What to add to windows `[..., height', width', window]` for their padding to be never the greatest; nothing where there
 * is none.
 *
 * @throws where a window holds no unit of the image: nothing is its greatest.
 */
export function absenceOf(
  image: Shape,
  params: WindowParams & Pick<Pool, 'size'>,
): tf.Tensor<tf.Rank.R2> | undefined {
  const length = params.size[0] * params.size[1];
  const { places, taps } = tapsOf(image, params.size, params);
  const values = new Float32Array(places * length).fill(Number.NEGATIVE_INFINITY);
  for (let place = 0; place < places; place++) {
    let units = 0;
    taps(place, (_, offset) => {
      values[place * length + offset] = 0;
      units++;
    });
    if (units === 0) fail('maxPool', `expected units in every window, got padding alone in window ${place}`);
  }
  return values.includes(Number.NEGATIVE_INFINITY) ? tf.tensor2d(values, [places, length]) : undefined;
}

/** The windows of a pool, `[batch, channels, height', width', window]`. */
export function windowsOf(bounds: IntervalBounds, params: Pool): WindowBounds {
  return tf.tidy(() => {
    const convolution = copying(params);
    const [, height, width, channels] = bounds.lower.shape as [number, number, number, number];
    const gather = (x: tf.Tensor) => {
      const windows = ops.conv2d.forward(splitChannels(x), convolution);
      return tf.reshape(windows, [-1, channels, ...windows.shape.slice(1)]);
    };
    const [lower, upper] = [gather(bounds.lower), gather(bounds.upper)];
    const absence = absenceOf([height, width, 1], params);
    return {
      lower,
      upper,
      ...(absence ? { absence: tf.reshape(absence, [1, 1, ...lower.shape.slice(2)]) } : {}),
    };
  });
}

/**
 * Coefficients of the units of each window as coefficients of the image.
 *
 * @param c `[batch, specs, channels, height', width', window]`
 * @returns `[batch, specs, height, width, channels]`
 */
export function windowsPulledBack(c: tf.Tensor, params: Pool, [height, width, channels]: Shape): tf.Tensor {
  return tf.tidy(() => {
    const [batch, specs] = c.shape as [number, number];
    const images = batch * specs * channels!;
    const folded = tf.reshape(c, [images, 1, ...c.shape.slice(3)]);
    const d = tf.zeros([images, 1]) as tf.Tensor2D;
    const pulled = ops.conv2d.pullBack!({ c: folded, d }, copying(params), [height!, width!, 1]).c;
    const image = tf.reshape(pulled, [batch * specs, channels!, height! * width!]);
    return tf.reshape(tf.transpose(image, [0, 2, 1]), [batch, specs, height!, width!, channels!]);
  });
}

/** All units along an axis as one window, `[batch, behind, before, window]`. */
export function axisWindowsOf(
  { lower, upper }: IntervalBounds,
  { before, size, behind }: AxisParts,
): IntervalBounds {
  const windows = (x: tf.Tensor) =>
    tf.tidy(() => tf.transpose(tf.reshape(x, [x.shape[0]!, before, size, behind]), [0, 3, 1, 2]));
  return { lower: windows(lower), upper: windows(upper) };
}

/** A shape around the axis that an op takes the greatest over. */
export const greatestAxis = {
  max: ({ axis }: ParamsOf<'max'>, input: Shape): AxisParts => aroundAxis('max', input, axis),
  globalMaxPool: (_: object, input: Shape): AxisParts => ({
    before: 1,
    size: sizeOf(input.slice(0, -1)),
    behind: input.at(-1)!,
  }),
};
