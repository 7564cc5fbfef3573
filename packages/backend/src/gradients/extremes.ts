import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient of a maximum or minimum over axes, shared equally by ties, as TensorFlow has it. tfjs
 * gives each of k ties the whole gradient: k times too much, for instance over activations that are all 0.
 */
const extreme = (kernelName: 'Max' | 'Min', axesName: 'reductionIndices' | 'axis'): tf.GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, y] = saved as [tf.Tensor, tf.Tensor];
    const axes = tf.util.parseAxisParam(attrs[axesName] as number | number[], x.shape);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    return {
      x: () => {
        const reached = tf.cast(tf.equal(x, tf.reshape(y, kept)), 'float32');
        const share = tf.div(tf.reshape(dy as tf.Tensor, kept), tf.sum(reached, axes, true));
        return tf.mul(reached, share);
      },
    };
  },
});

export const max = extreme('Max', 'reductionIndices');
export const min = extreme('Min', 'axis');
