import type { IntervalBounds, ParamsOf } from '@ibp/bounds';
import { type ActivationName, slopesAtZero } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { flatBounds, flatUnits, type Line, openUnits, type Relaxation } from '../relaxation';

/**
 * Of `linear x + factor relu(x)`: `|linear| + |factor|`, since neither line of relu has more in it than the greatest `|x|`,
 * whatever the slope of the one below.
 */
function reachOfKink(op: ActivationName, params: object): number | undefined {
  const slopes = slopesAtZero(op, params);
  return slopes && Math.abs(slopes[0]) + Math.abs(slopes[1] - slopes[0]);
}

/**
 * The greatest sum of magnitudes in either line around an activation, over its box: `[batch, units]`.
 *
 * @param magnitude the greatest `|x|` of the box.
 */
export function reachOfLines<K extends ActivationName>(
  op: K,
  magnitude: tf.Tensor,
  params: ParamsOf<K>,
  { lower, upper }: Relaxation,
): tf.Tensor {
  return tf.tidy(() => {
    const m = flatUnits(magnitude);
    const factor = reachOfKink(op, params);
    if (factor !== undefined) return factor === 1 ? m : tf.mul(m, factor);
    const most = ({ slope, offset }: Line) => {
      const steep = tf.mul(tf.abs(slope), m);
      return offset ? tf.add(steep, tf.abs(offset)) : steep;
    };
    return tf.maximum(most(lower), most(upper));
  });
}

/**
 * The greatest slope of either line around an activation, over its box: `[batch, units]`. Where lines under a kink have a
 * slope to choose, of all that may be chosen.
 */
export function steepestOfLines<K extends ActivationName>(
  op: K,
  bounds: IntervalBounds,
  params: ParamsOf<K>,
  { lower, upper }: Relaxation,
): tf.Tensor {
  return tf.tidy(() => {
    // the chord is 0 where relu is, where its input is never above 0; no line has a greater slope than 1
    if (op === 'relu') return tf.maximum(lower.slope, tf.step(upper.slope));
    const given = tf.maximum(tf.abs(lower.slope), tf.abs(upper.slope));
    const factor = reachOfKink(op, params);
    return factor === undefined ? given : tf.maximum(given, tf.mul(openUnits(flatBounds(bounds)), factor));
  });
}
