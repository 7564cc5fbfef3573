import * as tf from '@tensorflow/tfjs-core';
import { fail } from './errors';
import { assertBroadcasts, type IntervalBounds } from './interval';
import { nanLike } from './nan';

/** The valid values of an input, `[least, greatest]`; `[0, 1]` for images. */
export type InputRange = readonly [number, number];

const warned = new Set<string>();

/**
 * The L-infinity ball of radius `epsilon` around `x`, clipped to the valid inputs:
 * `[max(x - epsilon, least), min(x + epsilon, greatest)]`.
 *
 * Where the ball holds no valid input (an `x` outside the range by more than epsilon, as images in 0-255 units
 * are; a negative epsilon in a tensor) both ends are NaN: of an empty box everything could be proved.
 *
 * @param x `[batch, ...units]`, within `range`.
 * @param epsilon in the units of the input's range, so 8/255 and not 8 for images in [0, 1]; a number, or
 * a tensor that broadcasts to `x` (one radius per example or per pixel).
 * @throws when epsilon is negative or not finite, or the range is empty.
 */
export function linfBall(
  x: tf.Tensor,
  epsilon: number | tf.Tensor,
  range: InputRange = [0, 1],
): IntervalBounds {
  const [least, greatest] = range;
  if (!(least < greatest)) fail('linfBall', `expected a range [least, greatest], got [${range}]`);
  if (typeof epsilon === 'number') assertEpsilon('linfBall', epsilon, range);
  else assertBroadcasts('linfBall', epsilon, x);
  return tf.tidy(() => {
    const lower = tf.maximum(tf.sub(x, epsilon), least);
    const upper = tf.minimum(tf.add(x, epsilon), greatest);
    const empty = tf.cast(tf.step(tf.sub(lower, upper)), 'bool'); // not tf.greater, which has no gradient
    const nan = nanLike(x);
    return { lower: tf.where(empty, nan, lower), upper: tf.where(empty, nan, upper) };
  });
}

/**
 * Refuses a radius that cannot be meant, and warns about one that looks like 0-255 units: once for each `where`, as
 * a schedule gives another radius at every step.
 *
 * @throws when epsilon is negative, NaN or infinite.
 */
export function assertEpsilon(where: string, epsilon: number, range: InputRange = [0, 1]): void {
  if (!(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY)) {
    fail(where, `expected a finite epsilon >= 0, got ${epsilon}`);
  }
  const [least, greatest] = range;
  if (epsilon > greatest - least) {
    if (warned.has(where)) return;
    warned.add(where);
    console.warn(
      `${where}: epsilon ${epsilon} is wider than the input range [${least}, ${greatest}]; epsilon is in the ` +
        `units of the inputs (did you mean ${epsilon}/255 = ${(epsilon / 255).toPrecision(4)}?)`,
    );
  }
}
