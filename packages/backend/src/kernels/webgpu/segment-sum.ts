import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, type KernelPatch, runKernel } from '../patch';
import { unsortedSegmentSum as onHost } from '../unsorted-segment-sum';

type Inputs = { readonly x: tf.Tensor; readonly segmentIds: tf.Tensor1D };

/** The backend's own kernel adds the bits of int32 as if they were numbers, and a row out of range to some other segment. */
export const unsortedSegmentSum: KernelPatch = {
  kernelName: onHost.kernelName,
  make: (stock) => {
    const ofInts = onHost.make(stock);
    return (params) =>
      ((params.inputs as unknown as Inputs).x.dtype === 'int32' ? ofInts : ofFloats.make(stock))(params);
  },
};

/** Rows out of range go to a segment of their own, which is left out. */
const ofFloats = composedKernel<Inputs, { numSegments: number }>(
  onHost.kernelName,
  ({ x, segmentIds }, { numSegments }, stock) => {
    if (!stock) return undefined;
    const isIn = tf.logicalAnd(tf.greaterEqual(segmentIds, 0), tf.less(segmentIds, numSegments));
    const ids = tf.where(isIn, segmentIds, tf.fill(segmentIds.shape, numSegments, 'int32'));
    const sums = runKernel(stock, { x, segmentIds: ids }, { numSegments: numSegments + 1 });
    return tf.slice(sums, 0, numSegments);
  },
);
