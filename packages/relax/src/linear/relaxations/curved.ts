import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { chordSlope, lineAbove, lineBelow } from './extremes';

const intervals = 24;

/**
 * Any smooth function: two lines with the chord's slope around its values at points `h` apart. Between neighbours a
 * function leaves its chord by at most `curvature h^2 / 8`.
 *
 * @param curvature at least `|f''|` anywhere
 * @param steepest the derivative lies in `[1 - steepest, steepest]`
 */
export function curved<P>(
  forward: (x: tf.Tensor, params: P) => tf.Tensor,
  curvature: number,
  steepest: number,
): Relax<P> {
  return (bounds, params) => {
    const { lower, upper } = bounds;
    const f = (x: tf.Tensor) => forward(x, params);
    const slope = chordSlope(f, bounds, 1 - steepest, steepest);
    const step = tf.div(tf.sub(upper, lower), intervals);
    const points = Array.from({ length: intervals + 1 }, (_, i) =>
      i === intervals ? upper : tf.add(lower, tf.mul(step, i)),
    );
    const between = tf.mul(tf.square(step), curvature / 8);
    const [below, above] = [lineBelow(f, slope, points), lineAbove(f, slope, points)];
    return {
      lower: { slope, offset: tf.sub(below.offset!, between) },
      upper: { slope, offset: tf.add(above.offset!, between) },
    };
  };
}
