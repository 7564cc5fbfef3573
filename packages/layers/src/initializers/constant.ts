import * as tf from '@tensorflow/tfjs-core';
import type { Initializer } from './initializer';

/** All elements one value. */
export const constantInitializer =
  (value: number): Initializer =>
  (shape) =>
    tf.fill([...shape], value);

/** Every weight 0. */
export const zeros: Initializer = constantInitializer(0);
/** Every weight 1. */
export const ones: Initializer = constantInitializer(1);
