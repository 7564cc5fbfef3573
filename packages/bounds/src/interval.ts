import { assertShape, broadcasts, fail, formatShape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { maximum, minimum } from './nan';

/**
 * A box of tensors: every `z` with `lower <= z <= upper`, element by element. A plain object, so that
 * `tf.tidy` sees its tensors; both have one shape `[batch, ...units]`.
 */
export type IntervalBounds<T extends tf.Tensor = tf.Tensor> = {
  readonly lower: T;
  readonly upper: T;
  /** That `lower >= 0`, or NaN, is known: outward rules then need fewer passes. Set by the rules alone. */
  readonly nonNegative?: true;
};

/**
 * A box from its two ends, which it shares: it owns no copies.
 *
 * @throws when the shapes differ. The order of the ends is not checked here, since that needs their
 * values: see {@link assertBounds}.
 *
 * @example
 * ```ts
 * import { intervalBounds, intervalRules } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const box = intervalBounds(tf.tensor2d([[-1, 2]]), tf.tensor2d([[1, 3]]));
 * const { lower, upper } = intervalRules.relu(box, {});
 * console.log(lower.arraySync(), upper.arraySync()); // [ [ 0, 2 ] ] [ [ 1, 3 ] ]
 * ```
 */
export function intervalBounds<T extends tf.Tensor>(lower: T, upper: T): IntervalBounds<T> {
  assertShape('intervalBounds', upper.shape, lower.shape);
  return { lower, upper };
}

/**
 * The box `[center - radius, center + radius]`.
 *
 * @param radius a number, or a tensor that broadcasts to `center`: one radius per element gives a box of
 * unequal sides. The values of a tensor are not read; a negative one gives a box with its ends reversed.
 * @throws when a number is negative or NaN, or a tensor does not broadcast.
 */
export function fromCenterRadius(center: tf.Tensor, radius: tf.Tensor | number): IntervalBounds {
  if (typeof radius === 'number') {
    if (!(radius >= 0)) fail('fromCenterRadius', `expected a radius >= 0, got ${radius}`);
  } else {
    assertBroadcasts('fromCenterRadius', radius, center);
  }
  return tf.tidy(() => ({ lower: tf.sub(center, radius), upper: tf.add(center, radius) }));
}

/** The box that holds one point. It shares the tensor, and so must not be disposed apart from it. */
export function pointBounds<T extends tf.Tensor>(x: T): IntervalBounds<T> {
  return { lower: x, upper: x };
}

/** `(lower + upper) / 2`: mu in eq. 6 of Gowal et al. 2019. */
export function center(bounds: IntervalBounds): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.add(bounds.lower, bounds.upper), 0.5));
}

/** `(upper - lower) / 2`: r in eq. 6 of Gowal et al. 2019. */
export function radius(bounds: IntervalBounds): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.sub(bounds.upper, bounds.lower), 0.5));
}

/** `upper - lower`. */
export function width(bounds: IntervalBounds): tf.Tensor {
  return tf.sub(bounds.upper, bounds.lower);
}

/** The smallest box that holds both. */
export function hull(a: IntervalBounds, b: IntervalBounds): IntervalBounds {
  return tf.tidy(() => ({ lower: minimum(a.lower, b.lower), upper: maximum(a.upper, b.upper) }));
}

/** What lies in both boxes; an element that lies in neither has `lower > upper`. */
export function intersection(a: IntervalBounds, b: IntervalBounds): IntervalBounds {
  return tf.tidy(() => ({ lower: maximum(a.lower, b.lower), upper: minimum(a.upper, b.upper) }));
}

/** 1 (bool) where `lower <= x <= upper`, shape of `x`; a NaN lies in no box. */
export function contains(bounds: IntervalBounds, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.logicalAnd(tf.lessEqual(bounds.lower, x), tf.lessEqual(x, bounds.upper)));
}

/** Frees both ends. */
export function disposeBounds(bounds: IntervalBounds): void {
  tf.dispose([bounds.lower, bounds.upper]);
}

/**
 * Reads a box and checks that it is one.
 *
 * @throws when an end is NaN or infinite, or where `lower > upper`; the message gives the first element.
 */
export async function assertBounds(where: string, bounds: IntervalBounds): Promise<void> {
  assertShape(where, bounds.upper.shape, bounds.lower.shape);
  const [lower, upper] = await Promise.all([bounds.lower.data(), bounds.upper.data()]);
  for (let i = 0; i < lower.length; i++) {
    const [l, u] = [lower[i]!, upper[i]!];
    if (!Number.isFinite(l) || !Number.isFinite(u)) {
      fail(where, `expected finite bounds, got [${l}, ${u}] at element ${i}`);
    }
    if (l > u) fail(where, `expected lower <= upper, got [${l}, ${u}] at element ${i}`);
  }
}

export function assertBroadcasts(where: string, small: tf.Tensor, large: tf.Tensor): void {
  if (broadcasts(small.shape, large.shape)) return;
  const [expected, got] = [formatShape(large.shape), formatShape(small.shape)];
  fail(where, `expected a shape that broadcasts to ${expected}, got ${got}`);
}
