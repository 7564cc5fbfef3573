import type { Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';

/** The initial values of a variable of this shape; the same for the same seed on one backend. */
export type Initializer = (shape: Shape, seed: number) => tf.Tensor;

/** How many inputs feed one unit: all axes but the last. */
export function fanIn(shape: Shape): number {
  return shape.slice(0, -1).reduce((a, b) => a * b, 1);
}
