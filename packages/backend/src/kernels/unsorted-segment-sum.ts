import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';

type Inputs = { x: tf.Tensor; segmentIds: tf.Tensor1D };

/** Sums the rows of x that share a segment id (the gradient of tf.gather); rows out of range are dropped. */
export const unsortedSegmentSum = composedKernel<Inputs, { numSegments: number }>(
  'UnsortedSegmentSum',
  ({ x, segmentIds }, { numSegments }) => {
    const rowSize = tf.util.sizeFromShape(x.shape.slice(1));
    const values = x.dataSync();
    const ids = segmentIds.dataSync();
    const sums =
      x.dtype === 'int32' ? new Int32Array(numSegments * rowSize) : new Float32Array(numSegments * rowSize);
    ids.forEach((id, row) => {
      if (id < 0 || id >= numSegments) return;
      for (let i = 0; i < rowSize; i++) sums[id * rowSize + i]! += values[row * rowSize + i]!;
    });
    return tf.tensor(sums, [numSegments, ...x.shape.slice(1)], x.dtype);
  },
);
