import * as tf from '@tensorflow/tfjs-core';

/** Runs a function that returns no tensors, and frees all that it made. */
export function scoped<T>(compute: () => T): T {
  const scope = tf.engine();
  scope.startScope('lab');
  try {
    return compute();
  } finally {
    scope.endScope();
  }
}
