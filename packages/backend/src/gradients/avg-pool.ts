import * as tf from '@tensorflow/tfjs-core';
import { sizeOverCount } from '../kernels/avg-pool';
import { type PoolAttrs, poolWindows } from '../kernels/max-pool';
import { avgPoolGradConfig } from './tfjs';

/**
 * Average pooling divides by the number of elements inside; the cpu and wasm kernels of its gradient
 * divide by the size of the window, also where that reaches into the padding. Here they see the padded
 * image, of which every window is full, and dy weighted by the difference.
 */
export const avgPool: tf.GradConfig = {
  ...avgPoolGradConfig,
  gradFunc: (dy, saved, attrs) => {
    const x = saved[0] as tf.Tensor4D;
    const { filterSize, strides } = attrs as unknown as PoolAttrs;
    const info = poolWindows(x, attrs as unknown as PoolAttrs);
    const { top, bottom, left, right } = info.padInfo;
    if (top + bottom + left + right === 0) return avgPoolGradConfig.gradFunc(dy, saved, attrs);
    return {
      x: () => {
        const [n, height, width, channels] = x.shape;
        const input = tf.zeros([n, height + top + bottom, width + left + right, channels]);
        const weighted = tf.mul(dy as tf.Tensor, sizeOverCount(info));
        const padded = tf
          .engine()
          .runKernel<tf.Tensor>(
            'AvgPoolGrad',
            { dy: weighted, input },
            { filterSize, strides, pad: 'valid', dimRoundingMode: 'floor' },
          );
        return tf.slice(padded, [0, top, left, 0], x.shape);
      },
    };
  },
};
