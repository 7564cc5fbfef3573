import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { choose } from './extremes';

/** A step from -1 to 1 at 0, both sides of which count: its bounds, for no line over a step gains on the whole. */
export const sign: Relax<object> = ({ lower, upper }) => {
  const slope = tf.zerosLike(lower);
  return {
    lower: { slope, offset: tf.sub(tf.mul(tf.step(lower), 2), 1) },
    upper: { slope, offset: tf.sub(1, tf.mul(tf.step(tf.neg(upper)), 2)) },
  };
};

/** `x - 1 <= floor(x) <= x` over two jumps or more, and over fewer its bounds, which are no further apart. */
export const floor: Relax<object> = ({ lower, upper }) => {
  const [least, greatest] = [tf.sub(tf.ceil(lower), 1), tf.floor(upper)];
  const slope = tf.step(tf.sub(tf.sub(greatest, least), 1.5));
  return {
    lower: { slope, offset: choose(slope, tf.fill(slope.shape, -1), least) },
    upper: { slope, offset: choose(slope, tf.zerosLike(slope), greatest) },
  };
};
