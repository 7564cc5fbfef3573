import { broadcasts, fail, formatShape, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/** One number for all features of an input, or one for each of them, in the order of the flattened input. */
export type PerFeature = number | ArrayLike<number>;

/** Whether there is a number for each feature, and not one for all. */
export const isPerFeature = (value: PerFeature): value is ArrayLike<number> =>
  typeof value === 'object' && value !== null;

/** The number of one feature. */
export const ofFeature = (value: PerFeature, feature: number): number =>
  isPerFeature(value) ? value[feature]! : value;

const sizeOf = (units: Shape): number => units.reduce((a, b) => a * b, 1);

/** @throws unless there is one number, or as many as an input of shape `units` has features. */
export function assertPerFeature(where: string, what: string, value: PerFeature, units: Shape): void {
  if (!isPerFeature(value) || value.length === sizeOf(units)) return;
  const features = `${sizeOf(units)} for the features of an input of shape ${formatShape(units)}`;
  fail(where, `expected one ${what} or ${features}, got ${value.length}`);
}

/** Where a message is about one feature of several: ` for feature 3`. */
export const forFeature = (value: PerFeature, feature: number): string =>
  isPerFeature(value) ? ` for feature ${feature}` : '';

/**
 * Numbers on the host, whatever form they have: a tensor that broadcasts to `units` (`[3]`, one for each channel of an
 * image) becomes one number for each feature. Arrays are copied.
 *
 * @throws when the sizes do not fit.
 */
export async function readPerFeature(
  where: string,
  what: string,
  value: PerFeature | tf.Tensor,
  units: Shape,
): Promise<number | Float64Array> {
  if (!(value instanceof tf.Tensor)) {
    assertPerFeature(where, what, value, units);
    return isPerFeature(value) ? Float64Array.from(value) : value;
  }
  if (!broadcasts(value.shape, units)) {
    const [expected, got] = [formatShape(units), formatShape(value.shape)];
    fail(where, `expected ${what} of a shape that broadcasts to ${expected}, got ${got}`);
  }
  const whole = tf.tidy(() => tf.broadcastTo(tf.cast(value, 'float32'), [...units]));
  try {
    return Float64Array.from(await whole.data());
  } finally {
    whole.dispose();
  }
}

/** In float32, as what an operation with `[batch, ...units]` takes. */
export const perFeatureTensor = (value: PerFeature, units: Shape): number | tf.Tensor =>
  isPerFeature(value) ? tf.tensor(Float32Array.from(value), [...units]) : value;
