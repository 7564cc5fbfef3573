import * as tf from '@tensorflow/tfjs-core';
import { type PoolAttrs, poolsAlike, poolWindows } from './max-pool';
import { composedKernel, runKernel } from './patch';
import { counts, seenPart, type Windows } from './windows';

/** The size of each window over how many units of the image it holds, `[1, height', width', 1]`. */
export function sizeOverCount(info: Windows): tf.Tensor {
  const [rows, columns] = counts(info);
  const size = info.filterHeight * info.filterWidth;
  const weights = rows!.flatMap((r) => columns!.map((c) => size / (r * c)));
  return tf.tensor(weights, [1, info.outHeight, info.outWidth, 1]);
}

/** Average pooling, its windows placed as tfjs has them; one without units of the image gives NaN, as on cpu. */
export const avgPool = composedKernel<{ x: tf.Tensor4D }, PoolAttrs>('AvgPool', ({ x }, attrs, stock) => {
  if (!stock || attrs.pad === 'valid') return undefined;
  const info = poolWindows(x, attrs);
  if (poolsAlike(info)) return undefined;
  const padded = runKernel(
    stock,
    { x: seenPart(x, info) },
    { ...attrs, pad: 'valid', dimRoundingMode: 'floor' },
  );
  return tf.mul(padded, sizeOverCount(info));
});
