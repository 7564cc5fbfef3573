import * as tf from '@tensorflow/tfjs-core';
import { conv2DGradConfig, depthwiseConv2dNativeGradConfig } from './tfjs';

type Pair = [number, number];

/** The filter `[height, width, ...]` with `dilation - 1` zeros between its elements: the same convolution, undilated. */
function spread(filter: tf.Tensor4D, [rows, columns]: Pair): tf.Tensor4D {
  const [height, width, channels, filters] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [height, 1, width, 1, channels * filters]), [
    [0, 0],
    [0, rows - 1],
    [0, 0],
    [0, columns - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(apart, [height * rows, width * columns, channels, filters]) as tf.Tensor4D;
  // without the zeros after the last element
  return tf.slice(whole, 0, [(height - 1) * rows + 1, (width - 1) * columns + 1, channels, filters]);
}

/** What {@link spread} has put at the filter's elements. */
function gathered(spreadOut: tf.Tensor4D, [rows, columns]: Pair): tf.Tensor4D {
  const [tall, wide, channels, filters] = spreadOut.shape;
  const padded = tf.pad(spreadOut, [
    [0, rows - 1],
    [0, columns - 1],
    [0, 0],
    [0, 0],
  ]);
  const [height, width] = [(tall + rows - 1) / rows, (wide + columns - 1) / columns];
  const apart = tf.reshape(padded, [height, rows, width, columns, channels * filters]);
  const own = tf.slice(apart, 0, [height, 1, width, 1, channels * filters]);
  return tf.reshape(own, [height, width, channels, filters]);
}

const pairOf = (dilations: number | Pair | undefined): Pair =>
  typeof dilations === 'number' ? [dilations, dilations] : (dilations ?? [1, 1]);

/** The gradient of a convolution that may be dilated, which tfjs refuses: that of the one whose filter holds the zeros. */
const dilated = (stock: tf.GradConfig): tf.GradConfig => ({
  ...stock,
  gradFunc: (dy, saved, attrs) => {
    const dilations = pairOf(attrs.dilations as number | Pair | undefined);
    if (Math.max(...dilations) === 1) return stock.gradFunc(dy, saved, attrs);
    const [x, filter] = saved as [tf.Tensor, tf.Tensor4D];
    const undilated = stock.gradFunc(dy, [x, spread(filter, dilations)], { ...attrs, dilations: [1, 1] });
    return {
      x: undilated.x!,
      filter: () => gathered(undilated.filter!() as tf.Tensor4D, dilations),
    };
  },
});

export const conv2d = dilated(conv2DGradConfig as tf.GradConfig);
export const depthwiseConv2d = dilated(depthwiseConv2dNativeGradConfig as tf.GradConfig);
