import * as tf from '@tensorflow/tfjs-core';

/**
 * For each example a list of units as rows of the identity: `[batch, length, units]`, rows of 0 where an example's list
 * is shorter. By hand, because `tf.oneHot` refuses a single unit.
 */
export function unitRows(picked: readonly (readonly number[])[], length: number, units: number): tf.Tensor3D {
  const rows = new Float32Array(picked.length * length * units);
  for (const [b, list] of picked.entries()) {
    for (const [k, unit] of list.entries()) rows[(b * length + k) * units + unit] = 1;
  }
  return tf.tensor3d(rows, [picked.length, length, units]);
}
