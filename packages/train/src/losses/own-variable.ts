import * as tf from '@tensorflow/tfjs-core';

/** A variable that a loss has beside those of the network, with its first values. */
export function ownVariable(values: () => tf.Tensor): tf.Variable {
  const initial = values();
  const made = tf.variable(initial);
  initial.dispose();
  return made;
}
