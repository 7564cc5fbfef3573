import { type IntervalBounds, outwardRules, type ParamsOf, sumOfLast, sumTerms } from '@ibp/bounds';
import { elementary, gamma, sizeOf, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { chordSlope, lineAbove, lineBelow } from './relaxations/extremes';
import type { RelaxedRule } from './rule';

/** `matrix x + offset` for each row of logits: `[rows, n, n]` and `[rows, n]`, the rows of all examples one after the other. */
type Plane = { readonly matrix: tf.Tensor; readonly offset: tf.Tensor };

/** `lower(x) <= softmax(x) <= upper(x)` over a box. */
export type SoftmaxRelaxation = { readonly lower: Plane; readonly upper: Plane };

/** Beyond it `exp` of a difference of logits is left alone, and the bounds are constants. */
const widest = 30;

/** Beside what is on the diagonal: each output is looked at by the differences of the other logits from its own. */
const offDiagonal = (n: number): tf.Tensor => tf.sub(1, tf.eye(n));

/** `c (x_j - x_i)` summed over j, as rows of a matrix: `c` is 0 on the diagonal. */
const ofDifferences = (c: tf.Tensor, n: number): tf.Tensor =>
  tf.sub(c, tf.mul(tf.expandDims(sumOfLast(c), 2), tf.eye(n)));

/**
 * `softmax_i = 1 / s`, `s = 1 + sum over j of exp(x_j - x_i)` (Wei et al. 2023, Convex bounds on the softmax function, the
 * bounds by the reciprocal). Below, the tangent of `1 / s` and chords of the exponentials; above, the chord of `1 / s` and
 * tangents of the exponentials. Each gives way to the bound of the interval where that is nearer in the middle.
 */
export function relaxSoftmax({ lower, upper }: IntervalBounds): SoftmaxRelaxation {
  return tf.tidy(() => {
    const n = lower.shape.at(-1)!;
    const [l, u] = [lower, upper].map((end) => tf.reshape(end, [-1, n])) as [tf.Tensor, tf.Tensor];
    const known = outwardRules.softmax({ lower: l, upper: u });
    const beside = offDiagonal(n);
    const own = (x: tf.Tensor) => tf.expandDims(x, 2);
    const other = (x: tf.Tensor) => tf.expandDims(x, 1);
    const most = tf.maximum(tf.abs(l), tf.abs(u));
    const room = tf.mul(tf.add(own(most), other(most)), gamma(1));
    const first = tf.sub(tf.sub(other(l), own(u)), room);
    const last = tf.add(tf.sub(other(u), own(l)), room);
    const far = tf.step(tf.sub(tf.max(tf.mul(last, beside), 2), widest));
    const near = { lower: tf.minimum(first, widest), upper: tf.minimum(last, widest) };
    const sumBeside = (x: tf.Tensor) => sumOfLast(tf.mul(x, beside));
    const middle = tf.mul(tf.add(l, u), 0.5);
    const allowance = gamma(2 * n + 8);

    const ends = [near.lower, near.upper].map((x) => tf.exp(x)) as [tf.Tensor, tf.Tensor];
    const error = (e: tf.Tensor) => tf.add(tf.mul(e, elementary.relative), elementary.absolute);
    const leastSum = tf.mul(tf.add(1, sumBeside(tf.relu(tf.sub(ends[0], error(ends[0]))))), 1 - allowance);
    const greatestSum = tf.mul(tf.add(1, sumBeside(tf.add(ends[1], error(ends[1])))), 1 + allowance);

    const chord = lineAbove(tf.exp, chordSlope(tf.exp, near, ends[0], ends[1]), [near.lower, near.upper]);
    const at = tf.mul(tf.add(near.lower, near.upper), 0.5);
    const tangent = lineBelow(tf.exp, tf.exp(at), [at]);

    /** `from - factor (1 + sum over j of slope (x_j - x_i) + shift)`, moved by what rounding may make of it. */
    const plane = (line: typeof chord, from: tf.Tensor, factor: tf.Tensor, sign: 1 | -1): Plane => {
      const slopes = tf.mul(tf.mul(line.slope, beside), tf.neg(own(factor)));
      const shifts = sumBeside(line.offset!);
      const parts = tf.add(tf.mul(line.slope, tf.add(own(most), other(most))), tf.abs(line.offset!));
      const size = tf.add(from, tf.mul(factor, tf.add(1, sumBeside(parts))));
      const lost = tf.add(tf.mul(size, 2 * allowance), tiny(4 * n));
      const offset = tf.sub(from, tf.mul(factor, tf.add(1, shifts)));
      return { matrix: ofDifferences(slopes, n), offset: tf.add(offset, tf.mul(lost, sign)) };
    };
    const inverse = (x: tf.Tensor) => tf.reciprocal(x);
    const s = tf.add(
      1,
      sumBeside(tf.add(tf.mul(chord.slope, tf.sub(other(middle), own(middle))), chord.offset!)),
    );
    const below = plane(chord, tf.mul(inverse(s), 2), tf.square(inverse(s)), -1);
    const above = plane(
      tangent,
      tf.add(inverse(leastSum), inverse(greatestSum)),
      tf.mul(inverse(leastSum), inverse(greatestSum)),
      1,
    );

    /** The plane, or a constant where that is nearer in the middle. */
    const nearer = ({ matrix, offset }: Plane, bound: tf.Tensor, sign: 1 | -1): Plane => {
      const height = tf.add(sumOfLast(tf.mul(matrix, other(middle))), offset);
      const worse = tf.step(tf.mul(tf.sub(height, bound), sign));
      const constant = tf.maximum(worse, far);
      const linear = tf.sub(1, constant);
      return {
        matrix: tf.mul(matrix, own(linear)),
        offset: tf.add(tf.mul(offset, linear), tf.mul(bound, constant)),
      };
    };
    return { lower: nearer(below, known.lower, -1), upper: nearer(above, known.upper, 1) };
  });
}

/** `[batch, specs, ...rows, n]` as `[batch * rows, specs, n]`, and back with the shape of `like`. */
export const byRow = (c: tf.Tensor): tf.Tensor => {
  const [batch, specs, n] = [c.shape[0]!, c.shape[1]!, c.shape.at(-1)!];
  const rows = tf.transpose(tf.reshape(c, [batch, specs, -1, n]), [0, 2, 1, 3]);
  return tf.reshape(rows, [-1, specs, n]);
};
export const fromRows = (c: tf.Tensor, like: tf.Tensor): tf.Tensor => {
  const [batch, specs, n] = [like.shape[0]!, like.shape[1]!, like.shape.at(-1)!];
  return tf.reshape(tf.transpose(tf.reshape(c, [batch, -1, specs, n]), [0, 2, 1, 3]), like.shape);
};

/** The planes of as many rows: one box may serve all examples. */
const forRows = ({ matrix, offset }: Plane, rows: number): Plane => {
  const times = rows / offset.shape[0]!;
  if (times === 1) return { matrix, offset };
  return { matrix: tf.tile(matrix, [times, 1, 1]), offset: tf.tile(offset, [times, 1]) };
};

/** The rule of softmax over the last axis. */
export const softmax: RelaxedRule<ParamsOf<'softmax'>, SoftmaxRelaxation> = {
  linear: false,
  relax: ([bounds]) => relaxSoftmax(bounds!),
  reach: ([m], _, { lower, upper }) =>
    tf.tidy(() => {
      const n = m!.shape.at(-1)!;
      const own = tf.reshape(m!, [-1, n]);
      const of = ({ matrix, offset }: Plane) =>
        tf.add(sumOfLast(tf.mul(tf.abs(matrix), tf.expandDims(own, 1))), tf.abs(offset));
      return tf.reshape(tf.maximum(of(lower), of(upper)), m!.shape);
    }),
  terms: (_, __, output) => 2 * sumTerms(sizeOf(output)) + output.at(-1)!,
  pull: ({ c, d }, _, __, relaxation) =>
    tf.tidy(() => {
      const rows = byRow(c);
      const [lower, upper] = [relaxation.lower, relaxation.upper].map((plane) =>
        forRows(plane, rows.shape[0]!),
      ) as [Plane, Plane];
      const positive = tf.relu(rows);
      const negative = tf.sub(rows, positive);
      const pulled = tf.add(
        tf.matMul(positive as tf.Tensor3D, upper.matrix as tf.Tensor3D),
        tf.matMul(negative as tf.Tensor3D, lower.matrix as tf.Tensor3D),
      );
      const constants = tf.add(
        tf.mul(positive, tf.expandDims(upper.offset, 1)),
        tf.mul(negative, tf.expandDims(lower.offset, 1)),
      );
      const all = tf.reshape(fromRows(constants, c), [c.shape[0]!, c.shape[1]!, -1]);
      return { c: [fromRows(pulled, c)], d: tf.add(d, sumOfLast(all)) as tf.Tensor2D };
    }),
};
