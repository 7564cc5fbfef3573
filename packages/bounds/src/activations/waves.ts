import * as tf from '@tensorflow/tfjs-core';
import { maximum, minimum } from '../nan';
import { elementwise } from './elementwise';

/** Beyond it float32 does not tell where in its turn a value is. */
const far = 1000;

/** 1 where a box may hold a point `at + 2 pi n`, and where it reaches beyond {@link far}. */
function holds(lower: tf.Tensor, upper: tf.Tensor, at: number): tf.Tensor {
  const turns = (x: tf.Tensor) => tf.mul(tf.sub(x, at), 1 / (2 * Math.PI));
  const room = (t: tf.Tensor) => tf.mul(tf.add(tf.abs(t), 1), 2 ** -20);
  const [first, last] = [turns(lower), turns(upper)];
  const between = tf.sub(tf.floor(tf.add(last, room(last))), tf.ceil(tf.sub(first, room(first))));
  const beyond = tf.step(tf.sub(tf.maximum(upper, tf.neg(lower)), far));
  return tf.maximum(tf.step(tf.add(between, 0.5)), beyond);
}

/** A sine whose crests are at `crest + 2 pi n`: the greatest value of a box is 1 if it holds one, else at an end. */
const wave = (name: 'sin' | 'cos', forward: (x: tf.Tensor) => tf.Tensor, crest: number) =>
  elementwise(name, {
    forward: (x) => forward(x),
    interval: ({ lower, upper }) =>
      tf.tidy(() => {
        const [first, last] = [forward(lower), forward(upper)];
        const to = (target: number, held: tf.Tensor, ends: tf.Tensor) =>
          tf.add(tf.mul(held, target), tf.mul(tf.sub(1, held), ends));
        return {
          lower: to(-1, holds(lower, upper, crest + Math.PI), minimum(first, last)),
          upper: to(1, holds(lower, upper, crest), maximum(first, last)),
        };
      }),
  });

/** The sine. */
export const sin = wave('sin', (x) => tf.sin(x), Math.PI / 2);

/** The cosine. */
export const cos = wave('cos', (x) => tf.cos(x), 0);
