import * as tf from '@tensorflow/tfjs-core';
import { intervalRules } from '../rules';

describe('clamped', () => {
  it.each(['relu', 'relu6', 'hardSigmoid'] as const)('%s keeps a NaN of either sign', (op) => {
    const signs = new Uint32Array([0x7fc00000, 0xffc00000]);
    const nan = tf.tensor1d(new Float32Array(signs.buffer));
    const infinite = tf.fill([2], Number.POSITIVE_INFINITY);
    for (const bad of [nan, tf.sub(infinite, infinite)]) {
      const { lower, upper } = intervalRules[op]({ lower: bad, upper: bad });
      expect([...lower.dataSync(), ...upper.dataSync()]).toEqual(Array(4).fill(Number.NaN));
    }
  });
});
