import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';

type Inputs = { dy: tf.Tensor4D; input: tf.Tensor4D; output: tf.Tensor4D };
type Attrs = {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/**
 * The gradient of max pooling: each window's gradient goes to its first largest element. The wasm
 * backend's own kernel starts its search at the smallest *positive* float, and so sends the gradient of
 * a window without a larger value to the wrong place.
 */
export const maxPoolGrad = composedKernel<Inputs, Attrs>('MaxPoolGrad', ({ dy, input }, attrs) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const x = input.dataSync();
  const g = dy.dataSync();
  const dx = new Float32Array(x.length);
  const channels = info.inChannels;
  let from = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let row = 0; row < info.outHeight; row++) {
      const top = row * info.strideHeight - info.padInfo.top;
      const bottom = Math.min(info.inHeight, top + info.filterHeight);
      for (let column = 0; column < info.outWidth; column++) {
        const left = column * info.strideWidth - info.padInfo.left;
        const right = Math.min(info.inWidth, left + info.filterWidth);
        for (let channel = 0; channel < channels; channel++, from++) {
          let largest = Number.NEGATIVE_INFINITY;
          let at = -1;
          for (let h = Math.max(0, top); h < bottom; h++) {
            for (let w = Math.max(0, left); w < right; w++) {
              const i = ((n * info.inHeight + h) * info.inWidth + w) * channels + channel;
              if (at < 0 || x[i]! > largest) {
                largest = x[i]!;
                at = i;
              }
            }
          }
          if (at >= 0) dx[at]! += g[from]!;
        }
      }
    }
  }
  return tf.tensor(dx, input.shape, 'float32');
});
