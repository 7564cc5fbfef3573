import { type IntervalBounds, type LinearSpec, linfBall } from '@ibp/bounds';
import { type LoweredNetwork, type Network, outputShape } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Ball, Question } from './question';

type AnyNetwork = LoweredNetwork | Network;

/** The inputs of questions as `[batch, ...inputShape]`. */
export function inputsOf(network: AnyNetwork, questions: readonly Question[]): tf.Tensor {
  const size = questions[0]!.x.length;
  const data = new Float32Array(questions.length * size);
  for (const [i, { x }] of questions.entries()) data.set(x, i * size);
  return tf.tensor(data, [questions.length, ...network.inputShape], 'float32');
}

/** The balls of questions as boxes. */
export const boxOf = (
  network: AnyNetwork,
  questions: readonly Question[],
  { epsilon, range }: Ball,
): IntervalBounds => tf.tidy(() => linfBall(inputsOf(network, questions), epsilon, range));

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
