import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, type KernelPatch, runKernel } from '../patch';

type Attrs = {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
};

const { parseAxisParam, sizeFromShape } = tf.util;

/**
 * What reduces axes, by the backend's own kernel on the second of two. It brings them there itself by its own transpose,
 * which fails for int32 and bool, and for more than six axes; that of `argMax` gives one axis the shape `[1]`; and there
 * is no sum of nothing.
 */
export const reduction = (kernelName: string): KernelPatch =>
  composedKernel<{ x: tf.Tensor }, Attrs>(kernelName, ({ x }, attrs, stock) => {
    const axes = parseAxisParam((attrs.axis ?? attrs.reductionIndices)!, x.shape);
    const order = tf.backend_util.getAxesPermutation(axes, x.rank);
    const fails = order !== null && x.dtype !== 'float32';
    const isEmptySum = kernelName === 'Sum' && x.size === 0;
    const isScalar = kernelName.startsWith('Arg') && x.rank === 1;
    if (!stock || !(fails || isEmptySum || isScalar || x.rank > 6)) return undefined;
    const [kept, reduced] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs.keepDims ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept;
    if (isEmptySum) return tf.zeros(shape, tf.sumOutType(x.dtype) as 'float32');
    const last = order === null ? x : tf.transpose(x, order);
    const rows = tf.reshape(last, [sizeFromShape(kept), sizeFromShape(reduced)]);
    const axis = kernelName.startsWith('Arg') ? 1 : [1];
    return tf.reshape(
      runKernel(stock, { x: rows }, { axis, reductionIndices: axis, keepDims: false }),
      shape,
    );
  });
