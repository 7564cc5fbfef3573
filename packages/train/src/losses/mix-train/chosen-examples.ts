import type { Draw, IntervalBounds, LinearSpec } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/** The balls of `count` examples of the batch and their specifications, drawn anew at each step: of all where there are fewer. */
export function chosenExamples(
  { lower, upper }: IntervalBounds,
  { c, d }: LinearSpec,
  count: number,
  random: Draw,
): { readonly ball: IntervalBounds; readonly spec: LinearSpec } {
  const batch = d.shape[0];
  const chosen = Math.min(count, batch);
  if (chosen === batch) return { ball: { lower, upper }, spec: { c, d } };
  const { indices } = tf.topk(random('chosen examples', [1, batch]), chosen);
  // a product with one-hot rows, of numbers that are finite: it is exact, and every backend has it
  const rows = tf.cast(tf.oneHot(tf.cast(tf.reshape(indices, [chosen]), 'int32'), batch), 'float32');
  const pick = (x: tf.Tensor) =>
    tf.reshape(tf.matMul(rows, tf.reshape(x, [batch, -1])), [chosen, ...x.shape.slice(1)]);
  return {
    ball: { lower: pick(lower), upper: pick(upper) },
    spec: { c: pick(c), d: pick(d) as tf.Tensor2D },
  };
}
