import * as tf from '@tensorflow/tfjs-core';

/** d|x|/dx is sign(x), so 0 at 0, where tfjs has -1: a zero weight would drift. */
export const abs: tf.GradConfig = {
  kernelName: 'Abs',
  inputsToSave: ['x'],
  gradFunc: (dy, saved) => ({ x: () => tf.mul(dy as tf.Tensor, tf.sign(saved[0]!)) }),
};
