import { type ActivationName, type IntervalBounds, magnitude, type ParamsOf } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { flatBounds, type Line, type Relaxation } from '../relaxation';

/**
 * Of `linear x + factor relu(x)`: `|linear| + |factor|`, since neither line of relu has more in it than the greatest `|x|`,
 * whatever the slope of the one below.
 */
const kinked: { readonly [op in ActivationName]?: (params: never) => number } = {
  relu: () => 1,
  leakyRelu: ({ alpha }: ParamsOf<'leakyRelu'>) => alpha + Math.abs(1 - alpha),
  abs: () => 3,
};

/** The greatest sum of magnitudes in either line around an activation, over its box: `[batch, units]`. */
export function reachOfLines<K extends ActivationName>(
  op: K,
  bounds: IntervalBounds,
  params: ParamsOf<K>,
  { lower, upper }: Relaxation,
): tf.Tensor {
  return tf.tidy(() => {
    const m = magnitude(flatBounds(bounds));
    const factor = kinked[op]?.(params as never);
    if (factor !== undefined) return tf.mul(m, factor);
    const most = ({ slope, offset }: Line) => {
      const steep = tf.mul(tf.abs(slope), m);
      return offset ? tf.add(steep, tf.abs(offset)) : steep;
    };
    return tf.maximum(most(lower), most(upper));
  });
}
