import * as tf from '@tensorflow/tfjs-core';
import { avgPoolGradConfig } from './tfjs';

type Attrs = {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** How many of a window's elements lie inside, for every window along one axis. */
const counts = (windows: number, stride: number, size: number, before: number, input: number) =>
  Array.from({ length: windows }, (_, i) => {
    const start = i * stride - before;
    return Math.min(input, start + size) - Math.max(0, start);
  });

/**
 * Average pooling divides by the number of elements inside; the cpu and wasm kernels of its gradient
 * divide by the size of the window, also where that reaches into the padding. Here they see the padded
 * image, of which every window is full, and dy weighted by the difference.
 */
export const avgPool: tf.GradConfig = {
  ...avgPoolGradConfig,
  gradFunc: (dy, saved, attrs) => {
    const x = saved[0] as tf.Tensor4D;
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attrs;
    const info = tf.backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode);
    const { top, bottom, left, right } = info.padInfo;
    if (top + bottom + left + right === 0) return avgPoolGradConfig.gradFunc(dy, saved, attrs);
    return {
      x: () => {
        const rows = counts(info.outHeight, info.strideHeight, info.filterHeight, top, info.inHeight);
        const columns = counts(info.outWidth, info.strideWidth, info.filterWidth, left, info.inWidth);
        const window = info.filterHeight * info.filterWidth;
        const weights = rows.flatMap((r) => columns.map((c) => window / (r * c)));
        const [n, height, width, channels] = x.shape;
        const input = tf.zeros([n, height + top + bottom, width + left + right, channels]);
        const weighted = tf.mul(dy as tf.Tensor, tf.tensor(weights, [1, info.outHeight, info.outWidth, 1]));
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
