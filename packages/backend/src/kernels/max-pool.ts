import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from './patch';
import { counts, placedAlike, seenPart, type Windows } from './windows';

export type PoolAttrs = {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** The windows of a pool. */
export const poolWindows = (
  { shape }: tf.Tensor4D,
  { filterSize, strides, pad, dimRoundingMode }: PoolAttrs,
) => tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);

/** Whether the wasm backend's own pools may have these windows: they take one that is all padding for one at the border. */
export const poolsAlike = (info: Windows): boolean =>
  placedAlike(info, false) &&
  counts(info)
    .flat()
    .every((n) => n > 0);

/** Max pooling, its windows placed as tfjs has them; one without units of the image gives -Infinity, as on cpu. */
export const maxPool = composedKernel<{ x: tf.Tensor4D }, PoolAttrs>('MaxPool', ({ x }, attrs, stock) => {
  if (!stock || attrs.pad === 'valid') return undefined;
  const info = poolWindows(x, attrs);
  if (poolsAlike(info)) return undefined;
  return runKernel(
    stock,
    { x: seenPart(x, info, Number.NEGATIVE_INFINITY) },
    { ...attrs, pad: 'valid', dimRoundingMode: 'floor' },
  );
});
