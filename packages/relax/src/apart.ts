import * as tf from '@tensorflow/tfjs-core';

/**
 * Computes something through which no gradient is to flow, apart from the gradient that may be being taken: what it
 * gives is a constant to it. It may take gradients itself, as an attack does; recorded on the outer tape those would
 * be kept in memory, and differentiated once more.
 */
export function apart<T extends tf.TensorContainer>(compute: () => T): T {
  const { state } = tf.engine();
  const { gradientDepth, activeTape } = state;
  Object.assign(state, { gradientDepth: 0, activeTape: undefined });
  try {
    return tf.tidy(compute);
  } finally {
    Object.assign(state, { gradientDepth, activeTape });
  }
}
