import * as tf from '@tensorflow/tfjs-core';

/**
 * The derivative of a product by one factor is the product of the others: those before it times those
 * after it, so that a factor of 0 needs no division.
 */
export const prod: tf.GradConfig = {
  kernelName: 'Prod',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const x = saved[0]!;
    const axes = tf.util.parseAxisParam(attrs.axis as number | number[], x.shape);
    const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
    const order = [...kept, ...axes];
    return {
      x: () => {
        const permuted = tf.transpose(x, order);
        const count = tf.util.sizeFromShape(axes.map((i) => x.shape[i]!));
        const rows = tf.reshape(permuted, [-1, count]);
        const others = tf.mul(tf.cumprod(rows, 1, true, false), tf.cumprod(rows, 1, true, true));
        const dx = tf.reshape(tf.mul(others, tf.reshape(dy as tf.Tensor, [-1, 1])), permuted.shape);
        return tf.transpose(
          dx,
          order.map((_, i) => order.indexOf(i)),
        );
      },
    };
  },
};
