import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { fanIn, type Initializer } from './initializer';

/** Independent `N(0, deviation)`; tfjs takes seed 0 for none, and would draw from Math.random. */
export const gaussian = (shape: Shape, deviation: number, seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, deviation, 'float32', seed === 0 ? 0.5 : seed);

const normal =
  (deviation: (inputs: number) => number): Initializer =>
  (shape, seed) =>
    gaussian(shape, deviation(fanIn(shape)), seed);

/** `N(0, sqrt(2 / fanIn))` (He et al. 2015): keeps the variance of relu networks. */
export const heNormal: Initializer = normal((inputs) => Math.sqrt(2 / inputs));

/**
 * `N(0, sqrt(2 pi) / fanIn)` (Shi et al. 2021): keeps the *width of the bounds* from layer to layer, where He's
 * makes it grow without end in deep networks.
 *
 * @param gain 0.5 for a layer that feeds the addition of a residual block.
 */
export const ibpNormal = (gain = 1): Initializer =>
  normal((inputs) => (gain * Math.sqrt(2 * Math.PI)) / inputs);
