import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from './network';

export const valuesOf = (t: tf.Tensor): number[] => Array.from(t.dataSync());

export const normal = (shape: readonly number[], seed: number, deviation = 1): tf.Tensor =>
  tf.randomNormal([...shape], 0, deviation, 'float32', seed + 0.5);

/** The greatest absolute difference; NaN where either has one. */
export const distance = (a: tf.Tensor, b: tf.Tensor): number => {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => Math.max(...tf.abs(tf.sub(a, b)).dataSync()));
};

/** Weights, biases and statistics at random, so that none is at a special value as 0 or 1. */
export function randomize(network: Network, seed = 1): Network {
  for (const [i, [name, variable]] of Object.entries(network.variables).entries()) {
    tf.tidy(() => {
      const fan = variable.shape.slice(0, -1).reduce((a, b) => a * b, 1);
      const drawn = normal(variable.shape, seed * 100 + i, variable.rank > 1 ? 1 / Math.sqrt(fan) : 0.5);
      variable.assign(/variance|scale/.test(name) ? tf.add(tf.abs(drawn), 0.5) : drawn);
    });
  }
  return network;
}

/** `count` points of the box, half of them corners, where the extremes are. */
export function pointsOf({ lower, upper }: IntervalBounds, count: number): tf.Tensor[] {
  return Array.from({ length: count }, (_, i) =>
    tf.tidy(() => {
      const u = tf.randomUniform(lower.shape, 0, 1, 'float32', i + 1);
      return tf.add(lower, tf.mul(tf.sub(upper, lower), i % 2 ? tf.round(u) : u));
    }),
  );
}

/** By how much `x` leaves the box at most; NaN where anything is NaN. */
export const excess = ({ lower, upper }: IntervalBounds, x: tf.Tensor): number =>
  tf.tidy(() => Math.max(...valuesOf(tf.sub(lower, x)), ...valuesOf(tf.sub(x, upper))));
