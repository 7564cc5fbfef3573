import { gamma, matMulSizes, type Shape, tiny, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { magnitude } from '../rounding';
import { multiply } from './arithmetic';
import type { TensorOp } from './definition';

/** How many products are held at once, over the batch: a sum of more is made a part at a time. */
const most = 2 ** 20;

const outputShape = (a: tf.Tensor, b: tf.Tensor): Shape => [...a.shape.slice(0, -1), b.shape.at(-1)!];

/** All matrices along one axis. */
const inARow = (x: tf.Tensor): tf.Tensor3D => tf.reshape(x, [-1, x.shape.at(-2)!, x.shape.at(-1)!]);

/** Matrices of any rank, the batch first, by batches of matrices: what every backend multiplies, and differentiates. */
const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    return tf.reshape(tf.matMul(inARow(a), inARow(b)), [...outputShape(a, b)]);
  });

/** Where the inner axis is cut so that no more products than {@link most} are held. */
function parts(a: tf.Tensor, b: tf.Tensor): readonly (readonly [from: number, length: number])[] {
  const { count, rows, inner, columns } = matMulSizes([a.shape, b.shape]);
  const length = Math.max(1, Math.floor(most / (count * rows * columns)));
  return Array.from({ length: Math.ceil(inner / length) }, (_, i) => [
    i * length,
    Math.min(length, inner - i * length),
  ]);
}

/** The sums of the bounds of all products: each is taken at its own corner, as if no two shared a factor. */
const interval = (a: IntervalBounds, b: IntervalBounds): IntervalBounds =>
  tf.tidy(() => {
    const rowsOf = (x: tf.Tensor, from: number, length: number) =>
      tf.expandDims(tf.slice(inARow(x), [0, 0, from], [-1, -1, length]), 3);
    const columnsOf = (x: tf.Tensor, from: number, length: number) =>
      tf.expandDims(tf.slice(inARow(x), [0, from, 0], [-1, length, -1]), 1);
    const both = (x: IntervalBounds, cut: typeof rowsOf, from: number, length: number) => ({
      lower: cut(x.lower, from, length),
      upper: cut(x.upper, from, length),
    });
    const sums = parts(a.lower, b.lower).map(([from, length]) =>
      tf.tidy(() => {
        const products = multiply.interval(
          both(a, rowsOf, from, length),
          both(b, columnsOf, from, length),
          {},
        );
        return { lower: tf.sum(products.lower, 2), upper: tf.sum(products.upper, 2) };
      }),
    );
    const total = (end: 'lower' | 'upper') =>
      tf.reshape(tf.addN(sums.map((sum) => sum[end])), [...outputShape(a.lower, b.lower)]);
    return { lower: total('lower'), upper: total('upper') };
  });

/** `a b` over the last two axes, matrix by matrix along the others. */
export const matMul: TensorOp<'matMul'> = {
  ...vocabulary.matMul,
  forward: product,
  interval,
  rounding: (a, b) =>
    tf.tidy(() => {
      const { lower, upper } = interval(a, b);
      const terms = a.lower.shape.at(-1)!;
      const lost = tf.add(tf.mul(product(magnitude(a), magnitude(b)), 2 * gamma(terms)), tiny(2 * terms));
      return { lower: tf.sub(lower, lost), upper: tf.add(upper, lost) };
    }),
};
