import { concreteRules, type ParamsOf } from '@ibp/bounds';
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
function curved<P>(
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

// the greatest |f''|: 2 / sqrt(2 pi) = 0.798 for gelu at 0 (also for its tanh form), 1/2 for silu at 0, 0.645 for mish
export const gelu = curved<ParamsOf<'gelu'>>((x, params) => concreteRules.gelu(x, params), 0.81, 1.14);
export const silu = curved<object>((x) => concreteRules.silu(x), 0.51, 1.11);
export const mish = curved<object>((x) => concreteRules.mish(x), 0.65, 1.12);
export const sin = curved(tf.sin, 1, 2);
export const cos = curved(tf.cos, 1, 2);
