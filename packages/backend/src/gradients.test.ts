import * as tf from '@tensorflow/tfjs-core';

describe('gradients', () => {
  it('gives |x| the gradient 0 at 0', async () => {
    const dx = tf.grad((x) => tf.sum(tf.abs(x)))(tf.tensor1d([-2, 0, 3]));
    expect([...(await dx.data())]).toEqual([-1, 0, 1]);
  });
});
