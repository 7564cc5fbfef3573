import { magnitude } from '@ibp/bounds';
import { gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { relaxMatMul, times } from '../linear/mat-mul';
import { type Affine, joined, mapNoise, type Noise, type Zonotope } from './zonotope';

/** A factor of matrices beside each row of generators, `[batch, symbols, ...matrix]`. */
const beside = (rows: tf.Tensor, factor: tf.Tensor, map: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor) => {
  const [batch, count] = rows.shape as [number, number];
  const flat = (x: tf.Tensor) => tf.reshape(x, [batch * count, ...x.shape.slice(2)]);
  const wide = tf.mul(tf.reshape(factor, [batch, 1, -1]), tf.ones([1, count, 1]));
  const mapped = map(flat(rows), tf.reshape(wide, [batch * count, ...factor.shape.slice(1)]));
  return tf.reshape(mapped, [batch, count, ...mapped.shape.slice(1)]);
};

/** Products of matrices of affine forms: those of `a q + p b - p q`, and fresh noise as wide as the gap (see `relaxMatMul`). */
export function throughMatMul(a: Zonotope, b: Zonotope, fresh: (radius: tf.Tensor) => Noise[]): Affine {
  const { p, q, at, gap } = relaxMatMul(a.bounds, b.bounds);
  const noise = joined(
    mapNoise(a.noise, (rows) => beside(rows, q, times)),
    mapNoise(b.noise, (rows) => beside(rows, p, (x, factor) => times(factor, x))),
  );
  const [most, other] = [magnitude(a.bounds), magnitude(b.bounds)];
  const inner = p.shape.at(-1)!;
  const size = tf.addN([times(a.size, other), times(most, b.size), tf.mul(times(most, other), 4)]);
  const kept = tf.add(times(a.error, tf.abs(q)), times(tf.abs(p), b.error));
  return {
    center: tf.sub(tf.add(times(a.center, q), times(p, b.center)), at),
    noise: [...noise, ...fresh(gap)],
    error: tf.addN([
      tf.mul(kept, 1 + 2 * gamma(inner)),
      tf.mul(size, 2 * gamma(2 * inner + 8)),
      tf.fill(at.shape, tiny(8 * inner)),
    ]),
  };
}
