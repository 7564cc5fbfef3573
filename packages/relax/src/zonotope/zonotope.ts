import type { IntervalBounds } from '@ibp/bounds';
import { gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { flatUnits } from '../linear/relaxation';
import { unitRows } from '../linear/unit-rows';

/** Noise symbols that were made together, and what each adds to every unit: `generators` is `[batch, symbols, ...units]`. */
export type Noise = { readonly id: number; readonly generators: tf.Tensor };

/**
 * `center + sum of generators * e`, each `e` in [-1, 1] (Singh et al. 2018), give or take `error`: what float32 may have made
 * of center and generators.
 */
export type Affine = { readonly center: tf.Tensor; readonly noise: Noise[]; readonly error: tf.Tensor };

/**
 * An affine form and a box that the value lies in as well. Values that share symbols, by their `id`, move together.
 */
export type Zonotope = Affine & {
  /** At least `|center| + sum of |generators| + error`. */
  readonly size: tf.Tensor;
  readonly bounds: IntervalBounds;
};

/** The sum of the magnitudes of the generators of each unit: `[batch, ...units]`. */
function spread({ center, noise }: Affine): tf.Tensor {
  return tf.tidy(() =>
    noise.reduce<tf.Tensor>(
      (sum, { generators }) => tf.add(sum, tf.sum(tf.abs(generators), 1)),
      tf.zerosLike(center),
    ),
  );
}

/** How many symbols there are. */
export const symbols = (noise: readonly Noise[]): number =>
  noise.reduce((sum, { generators }) => sum + generators.shape[1]!, 0);

/** An affine form with bounds, which are cut with its own. */
export function zonotopeOf(affine: Affine, bounds: IntervalBounds): Zonotope {
  const { center, noise, error } = affine;
  const allowance = gamma(symbols(noise) + noise.length);
  const radius = tf.add(tf.mul(spread(affine), 1 + allowance), error);
  const size = tf.add(radius, tf.abs(center));
  const outward = tf.add(radius, tf.add(tf.mul(size, gamma(1)), tiny(1)));
  // NaN is caught in the interval bounds
  const lower = tf.maximum(bounds.lower, tf.sub(center, outward));
  const upper = tf.minimum(bounds.upper, tf.add(center, outward));
  return { center, noise, error, size, bounds: { lower, upper } };
}

/** A symbol of its own for each unit with a radius above 0, `[batch, symbols, ...units]`; none where there is no such unit. */
export function freshNoise(radius: tf.Tensor): tf.Tensor | undefined {
  const [batch, ...units] = radius.shape as [number, ...number[]];
  const flat = flatUnits(radius);
  const size = flat.shape[1]!;
  const values = flat.dataSync();
  const picked = Array.from({ length: batch }, (_, b) =>
    Array.from({ length: size }, (_, i) => i).filter((i) => values[b * size + i] !== 0),
  );
  const most = Math.max(...picked.map((list) => list.length));
  if (most === 0) return undefined;
  return tf.tidy(() => {
    const rows = unitRows(picked, most, size);
    return tf.reshape(tf.mul(rows, tf.expandDims(flat, 1)), [batch, most, ...units]);
  });
}

/** The noise of a sum: symbols of one `id` add up. */
export function joined(a: readonly Noise[], b: readonly Noise[]): Noise[] {
  const ids = [...new Set([...a, ...b].map(({ id }) => id))];
  return ids.map((id) => {
    const found = [...a, ...b].filter((noise) => noise.id === id).map(({ generators }) => generators);
    return { id, generators: found.length === 1 ? found[0]! : tf.addN(found) };
  });
}

/** The same map on the generators of every symbol, all at once. */
export function mapNoise(noise: readonly Noise[], map: (rows: tf.Tensor) => tf.Tensor): Noise[] {
  if (noise.length === 0) return [];
  const counts = noise.map(({ generators }) => generators.shape[1]!);
  const all = map(
    noise.length === 1
      ? noise[0]!.generators
      : tf.concat(
          noise.map(({ generators }) => generators),
          1,
        ),
  );
  const parts = noise.length === 1 ? [all] : tf.split(all, counts, 1);
  return noise.map(({ id }, i) => ({ id, generators: parts[i]! }));
}
