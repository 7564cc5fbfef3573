import { type IntervalBounds, type LinearSpec, outwardBall } from '@ibp/bounds';
import { ceilFloat32, floorFloat32 } from '@ibp/core';
import { type LoweredNetwork, type Network, outputShape } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Ball, Question } from './question';

type AnyNetwork = LoweredNetwork | Network;

/** The inputs of questions as `[batch, ...inputShape]`. */
export const inputsOf = (network: AnyNetwork, questions: readonly Question[]): tf.Tensor =>
  batchOf(
    network,
    questions.map(({ x }) => x),
  );

/** The balls of questions as boxes, their ends rounded outward: all of each ball lies in its box. */
export function boxOf(network: AnyNetwork, questions: readonly Question[], ball: Ball): IntervalBounds {
  const boxes = questions.map(({ x, about }) => {
    if (!about) return outwardBall(x, ball);
    const { lower, upper } = about.box;
    return { lower: Float32Array.from(lower, floorFloat32), upper: Float32Array.from(upper, ceilFloat32) };
  });
  return {
    lower: batchOf(
      network,
      boxes.map(({ lower }) => lower),
    ),
    upper: batchOf(
      network,
      boxes.map(({ upper }) => upper),
    ),
  };
}

function batchOf({ inputShape }: AnyNetwork, rows: readonly Float32Array[]): tf.Tensor {
  const size = rows[0]!.length;
  const data = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) data.set(row, i * size);
  return tf.tensor(data, [rows.length, ...inputShape], 'float32');
}

/**
 * Rows of questions as one specification `[batch, rows, ...outputs]`: each question's own, the last of them repeated
 * where another has more.
 */
export function specOf(
  network: AnyNetwork,
  questions: readonly Question[],
  rows: readonly (readonly number[])[],
): LinearSpec {
  const shape = outputShape(network);
  const units = shape.reduce((a, b) => a * b, 1);
  const most = Math.max(...rows.map((own) => own.length));
  const c = new Float32Array(questions.length * most * units);
  const d = new Float32Array(questions.length * most);
  for (const [i, { spec }] of questions.entries()) {
    for (let k = 0; k < most; k++) {
      const row = rows[i]![Math.min(k, rows[i]!.length - 1)]!;
      c.set(spec.c.subarray(row * units, (row + 1) * units), (i * most + k) * units);
      d[i * most + k] = spec.d[row]!;
    }
  }
  return {
    c: tf.tensor(c, [questions.length, most, ...shape], 'float32'),
    d: tf.tensor2d(d, [questions.length, most], 'float32'),
  };
}
