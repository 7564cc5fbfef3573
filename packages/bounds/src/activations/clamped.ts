import * as tf from '@tensorflow/tfjs-core';
import type { NoParams, UnaryOp } from '../ops/definition';
import { monotone } from './monotone';

/**
 * A monotone function whose wasm kernel compares the bits of a float as an integer: a NaN with its sign bit set, as
 * processors make of Infinity - Infinity, comes out as 0. The bounds get it back from 0 times the input, which
 * makes an infinite end NaN too: that proves as little.
 */
export function clamped(forward: (x: tf.Tensor) => tf.Tensor): UnaryOp<NoParams> {
  const { interval } = monotone<NoParams>((x) => tf.add(forward(x), tf.mul(x, 0)));
  return { ...monotone<NoParams>(forward), interval };
}
