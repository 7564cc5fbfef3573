import * as tf from '@tensorflow/tfjs-core';

// Keyed by data id, which tensors share that are reshapes of one another.
const firstShape = new WeakMap<object, string>();

/**
 * The wasm backend prepares a matrix product once per right-hand side and caches it under the data id
 * alone. A reshape shares the data id, so one tensor used as right-hand side in two shapes meets the
 * other shape's operator: wrong values, then writes past the end of the output. This returns `b` itself
 * where its shape is the first seen and otherwise a copy, with a data id of its own (the caller's tidy
 * frees it).
 */
export function guardRightHandSide<T extends tf.Tensor>(b: T): T {
  const shape = b.shape.slice(-2).join();
  const first = firstShape.get(b.dataId);
  if (first === undefined) firstShape.set(b.dataId, shape);
  if (first === undefined || first === shape) return b;
  const zeros = b.shape.map(() => 0);
  // the kernel, not tf.slice or tf.clone: those may share the data
  const copy = tf.engine().runKernel('Slice', { x: b }, { begin: zeros, size: b.shape }) as T;
  firstShape.set(copy.dataId, shape);
  return copy;
}
