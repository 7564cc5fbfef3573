import { type IntervalBounds, magnitude, ops, type ParamsOf, sumOfLast, sumTerms } from '@ibp/bounds';
import { gamma, matMulSizes, type Shape, sizeOf, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { RelaxedRule } from './rule';

/** Matrices by matrices, whatever the axes before. */
export const times = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => ops.matMul.forward(a, b, {});

/**
 * `a b` lies within `gap` of `a q + p b - p q`, `p` and `q` being the middles of the boxes: what McCormick's planes make of
 * each product of the sum (see `multiply`), summed. `gap` is the product of the radii, and what rounding may add to it.
 */
export type MatMulTangent = {
  readonly p: tf.Tensor;
  readonly q: tf.Tensor;
  readonly at: tf.Tensor;
  readonly gap: tf.Tensor;
};

export function relaxMatMul(a: IntervalBounds, b: IntervalBounds): MatMulTangent {
  return tf.tidy(() => {
    const middle = ({ lower, upper }: IntervalBounds) => tf.mul(tf.add(lower, upper), 0.5);
    const radius = ({ lower, upper }: IntervalBounds) => tf.mul(tf.sub(upper, lower), 0.5);
    const [p, q] = [middle(a), middle(b)];
    const inner = p.shape.at(-1)!;
    // of the radii, of their product and of the constant
    const lost = tf.add(tf.mul(times(magnitude(a), magnitude(b)), 4 * gamma(inner)), tiny(4 * inner));
    return { p, q, at: times(p, q), gap: tf.add(times(radius(a), radius(b)), lost) };
  });
}

/** `[batch, specs, ...outer, m, n]` as `[batch * outer, specs, m, n]`, and the way back. */
const byMatrix = (c: tf.Tensor, { count }: { readonly count: number }): tf.Tensor => {
  const [batch, specs, m, n] = [c.shape[0]!, c.shape[1]!, c.shape.at(-2)!, c.shape.at(-1)!];
  const apart = tf.transpose(tf.reshape(c, [batch, specs, count, m * n]), [0, 2, 1, 3]);
  return tf.reshape(apart, [batch * count, specs, m, n]);
};
const together = (c: tf.Tensor, batch: number, shape: Shape): tf.Tensor => {
  const specs = c.shape[1]!;
  const apart = tf.reshape(c, [batch, -1, specs, shape.at(-2)! * shape.at(-1)!]);
  return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [batch, specs, ...shape]);
};
const turned = (x: tf.Tensor): tf.Tensor =>
  tf.transpose(x, [...Array(x.rank - 2).keys(), x.rank - 1, x.rank - 2]);

/**
 * Coefficients `c` of `a b` as those of `a`, `c q'`, and of `b`, `p' c`: two products of matrices, and none of the planes of
 * single products is ever there.
 */
function pulled(c: tf.Tensor, { p, q }: MatMulTangent, shapes: readonly Shape[]): tf.Tensor[] {
  const batch = c.shape[0]!;
  const { count, rows, inner, columns } = matMulSizes(shapes);
  const by = byMatrix(c, { count });
  const [n, specs] = [by.shape[0]!, by.shape[1]!];
  // one box may serve all examples
  const forAll = (x: tf.Tensor) => (x.shape[0] === batch ? x : tf.tile(tf.reshape(x, [1, -1]), [batch, 1]));
  const [left, right] = [p, q].map((x) => tf.reshape(forAll(x), [n, ...x.shape.slice(-2)]));
  const ofA = tf.matMul(tf.reshape(by, [n, specs * rows, columns]), right!, false, true);
  const sides = tf.reshape(turned(by), [n, specs * columns, rows]);
  const ofB = turned(tf.reshape(tf.matMul(sides, left!), [n, specs, columns, inner]));
  return [
    together(tf.reshape(ofA, [n, specs, rows, inner]), batch, shapes[0]!),
    together(ofB, batch, shapes[1]!),
  ];
}

export const matMul: RelaxedRule<ParamsOf<'matMul'>, MatMulTangent> = {
  linear: false,
  relax: ([a, b]) => relaxMatMul(a!, b!),
  reach: ([a, b]) => tf.tidy(() => tf.mul(times(a!, b!), 5)),
  terms: (_, shapes, output) => {
    const { rows, columns } = matMulSizes(shapes);
    return sumTerms(sizeOf(output)) + rows + columns;
  },
  pull: ({ c, d }, _, shapes, tangent) =>
    tf.tidy(() => {
      const flat = (x: tf.Tensor) => tf.reshape(x, [x.shape[0]!, 1, -1]);
      const own = tf.reshape(c, [c.shape[0]!, c.shape[1]!, -1]);
      const constant = tf.sub(tf.mul(tf.abs(own), flat(tangent.gap)), tf.mul(own, flat(tangent.at)));
      return { c: pulled(c, tangent, shapes), d: tf.add(d, sumOfLast(constant)) as tf.Tensor2D };
    }),
};
