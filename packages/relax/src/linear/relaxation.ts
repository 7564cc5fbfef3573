import { type IntervalBounds, type LinearSpec, sumOfLast } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/** `slope * x + offset` for every unit, `[batch, units]`, or `[batch, specs, units]` where each specification has its own. */
export type Line = { readonly slope: tf.Tensor; readonly offset?: tf.Tensor };

/** `lower(x) <= f(x) <= upper(x)` for every `x` of a box, unit by unit. */
export type Relaxation = { readonly lower: Line; readonly upper: Line };

/**
 * Chooses the slope of the line through 0 under relu. Any number from 0 to 1 is sound, for any box.
 *
 * @param bounds of relu's input, `[batch, units]`
 * @param chord the slope of the line over relu, `[batch, units]`
 * @returns `[batch, units]`, or `[batch, specs, units]` for one choice a specification
 */
export type ReluSlope = (bounds: IntervalBounds, chord: tf.Tensor) => tf.Tensor;

/** Lines around an elementwise function with parameters `P` over a box `[batch, units]`. */
export type Relax<P> = (bounds: IntervalBounds, params: P, slope: ReluSlope) => Relaxation;

const perSpec = (t: tf.Tensor): tf.Tensor =>
  t.rank === 2 ? tf.reshape(t, [t.shape[0]!, 1, t.shape[1]!]) : t;

/** `[batch, ...units]` as `[batch, units]`: tfjs has no gradient of broadcasting at higher ranks. */
export const flatUnits = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0]!, -1]);

export const flatBounds = ({ lower, upper }: IntervalBounds): IntervalBounds => ({
  lower: flatUnits(lower),
  upper: flatUnits(upper),
});

/** 1 where the sign of a unit is open, `[batch, units]`. */
export const openUnits = ({ lower, upper }: IntervalBounds): tf.Tensor =>
  tf.mul(tf.step(tf.neg(lower)), tf.step(upper));

/** The lines moved apart, each by the same distance `[batch or 1, units]`. */
export function movedOutward({ lower, upper }: Relaxation, by: tf.Tensor): Relaxation {
  return tf.tidy(() => ({
    lower: { slope: lower.slope, offset: lower.offset ? tf.sub(lower.offset, by) : tf.neg(by) },
    upper: { slope: upper.slope, offset: upper.offset ? tf.add(upper.offset, by) : by },
  }));
}

/**
 * The specification on a function's input whose value is nowhere below that of `spec` on its output, if the function
 * lies between the lines: a positive coefficient takes the upper line, a negative one the lower
 * (Zhang et al. 2018, eq. 6-8).
 */
export function pullBackRelaxed(spec: LinearSpec, { lower, upper }: Relaxation): LinearSpec {
  return tf.tidy(() => {
    const [batch, specs] = spec.c.shape as [number, number];
    const c = tf.reshape(spec.c, [batch, specs, -1]);
    const positive = tf.relu(c);
    /** `c below` where c is negative, `c above` where it is positive. */
    const chosen = (below: tf.Tensor | undefined, above: tf.Tensor | undefined): tf.Tensor | undefined => {
      if (!below) return above && tf.mul(positive, perSpec(above));
      if (!above) return tf.mul(tf.sub(c, positive), perSpec(below));
      return tf.add(tf.mul(c, perSpec(below)), tf.mul(positive, tf.sub(perSpec(above), perSpec(below))));
    };
    const pulled = chosen(lower.slope, upper.slope)!;
    const constants = chosen(lower.offset, upper.offset);
    const d = constants ? (tf.add(spec.d, sumOfLast(constants)) as tf.Tensor2D) : spec.d.clone();
    return { c: tf.reshape(pulled, spec.c.shape), d };
  });
}
