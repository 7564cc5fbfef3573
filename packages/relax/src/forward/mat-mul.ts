import { magnitude } from '@ibp/bounds';
import { gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { relaxMatMul, times } from '../linear/mat-mul';
import { onRows } from '../linear-map';
import { type Ends, ends, sum } from './ends';
import { addConstant, type LinearBounds } from './lines';

/** A map of the rows of functions under and over a value: what a factor above 0 takes, and one below. */
type Factor = (rows: tf.Tensor, part: (factor: tf.Tensor) => tf.Tensor) => tf.Tensor;

const positive = (x: tf.Tensor): tf.Tensor => tf.relu(x);
const negative = (x: tf.Tensor): tf.Tensor => tf.neg(tf.relu(tf.neg(x)));

const by = ({ lower, upper }: Ends, factor: Factor): Ends =>
  ends(
    tf.add(factor(lower, positive), factor(upper, negative)),
    tf.add(factor(upper, positive), factor(lower, negative)),
  );

/** A factor `[batch, ...matrix]` for each row of `[batch, rows, ...matrix]`. */
const forRows = (factor: tf.Tensor, rows: tf.Tensor): tf.Tensor => {
  const [batch, count] = rows.shape as [number, number];
  const shape = factor.shape.slice(1);
  const wide = tf.mul(tf.reshape(factor, [batch, 1, -1]), tf.ones([1, count, 1]));
  return tf.reshape(wide, [batch * count, ...shape]);
};

/** Functions around products of matrices: those of `a q + p b - p q`, and the gap (see `relaxMatMul`). */
export function throughMatMul(a: LinearBounds, b: LinearBounds): Ends {
  const { p, q, at, gap } = relaxMatMul(a.bounds, b.bounds);
  const left = by(a, (rows, part) => onRows(rows, (x) => times(x, forRows(part(q), rows))));
  const right = by(b, (rows, part) => onRows(rows, (x) => times(forRows(part(p), rows), x)));
  const plane = sum(left, right);
  const [most, other] = [magnitude(a.bounds), magnitude(b.bounds)];
  const size = tf.addN([times(a.size, other), times(most, b.size), tf.mul(times(most, other), 4)]);
  const inner = p.shape.at(-1)!;
  const error = tf.add(tf.mul(size, 2 * gamma(2 * inner + 8)), tiny(4 * inner * a.lower.shape[1]!));
  const room = tf.add(gap, error);
  return ends(addConstant(plane.lower, tf.neg(tf.add(at, room))), addConstant(plane.upper, tf.sub(room, at)));
}
