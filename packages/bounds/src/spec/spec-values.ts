import { assertShape, gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { magnitude } from '../rounding';
import { assertSpec } from './assert-spec';
import { contract, sumTerms } from './contract';
import type { LinearSpec } from './linear-spec';

/**
 * The value of the specification at points: `c . z + d`.
 *
 * @param z `[batch, ...units]`
 * @returns `[batch, specs]`
 * @throws when the specification is not one of such outputs: see `assertSpec`.
 */
export function specValues(spec: LinearSpec, z: tf.Tensor): tf.Tensor2D {
  assertSpec('specValues', spec, z.shape.slice(1), z.shape[0]!);
  return tf.tidy(() => tf.add(contract(spec.c, z), spec.d));
}

/**
 * The greatest value of the specification over a box (eq. 8 of Gowal et al. 2019), exact for a box:
 * `c . center + |c| . radius + d`.
 *
 * @returns `[batch, specs]`; where it is below 0 the specification holds for the whole box.
 * @throws when the specification is not one of such outputs: see `assertSpec`.
 *
 * @example
 * ```ts
 * import { classificationSpec, intervalBounds, upperBound } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const logits = intervalBounds(tf.tensor2d([[0, 2]]), tf.tensor2d([[1, 4]]));
 * console.log(upperBound(classificationSpec([1], 2), logits).arraySync()); // [ [ -1 ] ]
 * ```
 */
export function upperBound(spec: LinearSpec, bounds: IntervalBounds): tf.Tensor2D {
  const [batch, ...units] = bounds.lower.shape as [number, ...number[]];
  assertShape('upperBound: upper end of the box', bounds.upper.shape, bounds.lower.shape);
  assertSpec('upperBound', spec, units, batch);
  return tf.tidy(() => {
    // not from center and radius: the rounding of a large radius would swallow an end near 0
    const positive = tf.relu(spec.c);
    const high = contract(positive, bounds.upper);
    const low = contract(tf.sub(spec.c, positive), bounds.lower);
    return tf.add(tf.add(high, low), spec.d);
  });
}

/**
 * {@link upperBound} and what float32 may have lost in computing it: nowhere below the greatest real value of `c . z + d`
 * over the box, by `gamma (|c| . max |z| + |d|)`. NaN where a sum is below the range of float32.
 *
 * @param additions how many numbers `d` is the sum of, where it was pulled back through many ops.
 * @returns `[batch, specs]`
 * @throws when the shapes of the specification and the box do not fit.
 */
export function outwardUpperBound(spec: LinearSpec, bounds: IntervalBounds, additions = 0): tf.Tensor2D {
  return tf.tidy(() => {
    const units = spec.c.size / spec.d.size;
    // a hundredth for the rounding of what is added
    const allowance = 1.01 * gamma(sumTerms(units) + additions + 4);
    // the box is widened, which costs less than to sum the magnitudes: `c . z` is greater by `allowance |c| . max |z|`
    const bound = upperBound(spec, farther(bounds, allowance));
    const ofConstant = tf.mul(tf.abs(spec.d), allowance);
    return orNaNIfMinusInfinity(
      tf.add(bound, tf.add(ofConstant, tiny(2 * units + additions))),
    ) as tf.Tensor2D;
  });
}

/** Upper bounds as they are, but NaN for -Infinity: a sum that overflowed is below every number, and bounds none from above. */
export const orNaNIfMinusInfinity = (bound: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.add(bound, tf.mul(tf.minimum(bound, 0), 0)));

/** A box wider at both ends by `allowance` times the greatest `|x|` in it. */
function farther(bounds: IntervalBounds, allowance: number): IntervalBounds {
  const by = tf.mul(magnitude(bounds), allowance);
  return { lower: tf.sub(bounds.lower, by), upper: tf.add(bounds.upper, by) };
}
