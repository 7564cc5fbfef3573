import * as tf from '@tensorflow/tfjs-core';
import { axisByAxis } from '../axis-by-axis';
import { composedKernel, type KernelPatch } from '../patch';

type Attrs = { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };

/**
 * Sums or products of all numbers up to each, by doubling (Hillis and Steele 1986). The backend's own shader holds the
 * length of the first axis that it was asked for, and is taken for others; and it rounds powers of 2.
 */
export const cumulative = (
  kernelName: 'Cumsum' | 'Cumprod',
  neutral: number,
  combine: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): KernelPatch =>
  composedKernel<{ x: tf.Tensor }, Attrs>(kernelName, ({ x }, { axis, exclusive, reverse }) =>
    axisByAxis(x, [axis], (three) => {
      const [before, count, after] = three.shape;
      /** Each number in the place `by` further on. */
      const shifted = (y: tf.Tensor, by: number): tf.Tensor => {
        const space = tf.fill([before, Math.min(by, count), after], neutral, y.dtype as 'float32');
        if (by >= count) return space;
        const rest = tf.slice(y, [0, reverse ? by : 0, 0], [-1, count - by, -1]);
        return tf.concat(reverse ? [rest, space] : [space, rest], 1);
      };
      let y: tf.Tensor = exclusive ? shifted(three, 1) : three;
      for (let by = 1; by < count; by *= 2) y = combine(y, shifted(y, by));
      return y;
    }),
  );
