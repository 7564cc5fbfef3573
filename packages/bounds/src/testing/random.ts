import { type OpName, type Shape, vocabulary } from '@ibp/core';
import { randomFloats, stream } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';

const size = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** Values from -scale to scale. */
export const randomTensor = (shape: Shape, seed: number, scale = 1): tf.Tensor =>
  tf.tensor(randomFloats(size(shape), seed, scale), [...shape]);

/**
 * A box around values from -2 to 2, times `scale`. About one element in five has no width, the others up to 2;
 * `free` limits how many have one.
 */
export function randomBox(
  shape: Shape,
  seed: number,
  { scale = 1, free }: { scale?: number; free?: number } = {},
): IntervalBounds {
  const next = stream(seed);
  const n = size(shape);
  const widths = Array.from({ length: n }, () => (next() < 0.2 ? 0 : 2 * scale * next()));
  if (free !== undefined) {
    const order = widths.map((_, i) => [next(), i] as const).sort(([a], [b]) => a - b);
    for (const [, i] of order.slice(free)) widths[i] = 0;
  }
  const lower = Float32Array.from({ length: n }, () => scale * (4 * next() - 2.5));
  const upper = lower.map((l, i) => l + widths[i]!);
  return { lower: tf.tensor(lower, [...shape]), upper: tf.tensor(upper, [...shape]) };
}

/** The box itself, or one above 0 for an op that is not defined everywhere. */
export const inDomain = (op: OpName, { lower, upper }: IntervalBounds): IntervalBounds =>
  'domain' in vocabulary[op]
    ? { lower: tf.exp(tf.mul(lower, 0.4)), upper: tf.exp(tf.mul(upper, 0.4)) }
    : { lower, upper };

/** A point of the box: each element at its lower end, at its upper end or between them. */
export function pointInside({ lower, upper }: IntervalBounds, seed: number): tf.Tensor {
  const next = stream(seed);
  const corner = seed % 2 === 0;
  const [l, u] = [lower.dataSync(), upper.dataSync()];
  const point = l.map((low, i) => {
    const at = next() * (corner ? 2 : 3);
    if (at < 1) return low;
    if (at < 2) return u[i]!;
    return Math.min(Math.fround(low + (at - 2) * (u[i]! - low)), u[i]!);
  });
  return tf.tensor(point, lower.shape);
}

/** Every corner of boxes of one example each: tensors `[corners, ...units]`, one for each box. */
export function allCorners(boxes: readonly IntervalBounds[]): tf.Tensor[] {
  const ends = boxes.map(({ lower, upper }) => [lower.dataSync(), upper.dataSync()] as const);
  const free = ends.flatMap(([l, u], box) =>
    [...l.keys()].filter((i) => l[i] !== u[i]).map((i) => [box, i] as const),
  );
  const bit = new Map(free.map(([box, i], k) => [`${box},${i}`, k]));
  const corners = 2 ** free.length;
  return boxes.map(({ lower }, box) => {
    const [l, u] = ends[box]!;
    const rows = new Float32Array(corners * l.length);
    for (let c = 0; c < corners; c++) {
      for (let i = 0; i < l.length; i++) {
        const k = bit.get(`${box},${i}`);
        rows[c * l.length + i] = k !== undefined && (c >> k) & 1 ? u[i]! : l[i]!;
      }
    }
    return tf.tensor(rows, [corners, ...lower.shape.slice(1)]);
  });
}
