import type * as tf from '@tensorflow/tfjs-core';

/** tfjs forgets the mirrored elements; nothing here differentiates through them, so it is refused. */
export const mirrorPad: tf.GradConfig = {
  kernelName: 'MirrorPad',
  gradFunc: () => {
    throw new Error('gradient of mirrorPad: not supported (that of tfjs leaves out the mirrored elements)');
  },
};
