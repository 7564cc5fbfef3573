import { type IntervalBounds, ops, type ParamsOf, type Shape } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { absent } from './relaxations/greatest';

type Pool = ParamsOf<'maxPool'>;

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

/** The windows of a pool, `[batch, channels, height', width', window]`; padding is {@link absent}. */
export function windowsOf(bounds: IntervalBounds, params: Pool): IntervalBounds {
  return tf.tidy(() => {
    const convolution = copying(params);
    const channels = bounds.lower.shape[3]!;
    const gather = (x: tf.Tensor) => ops.conv2d.forward(splitChannels(x), convolution);
    const ones = tf.ones([1, ...bounds.lower.shape.slice(1, 3), 1]);
    const outside = tf.mul(tf.sub(1, gather(ones)), absent);
    const end = (x: tf.Tensor) => {
      const windows = tf.add(gather(x), outside);
      return tf.reshape(windows, [-1, channels, ...windows.shape.slice(1)]);
    };
    return { lower: end(bounds.lower), upper: end(bounds.upper) };
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

/** All places of each channel as one window, `[batch, channels, window]`. */
export function globalWindowsOf({ lower, upper }: IntervalBounds): IntervalBounds {
  const byChannel = (x: tf.Tensor) =>
    tf.tidy(() => tf.transpose(tf.reshape(x, [x.shape[0]!, -1, x.shape.at(-1)!]), [0, 2, 1]));
  return { lower: byChannel(lower), upper: byChannel(upper) };
}
