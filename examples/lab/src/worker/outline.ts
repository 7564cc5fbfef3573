import type { IntervalBounds } from '@ibp/bounds';
import type { BoundMethod, LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/** A point of the plane. */
export type Point = readonly [number, number];

const directions = Array.from({ length: 48 }, (_, k): Point => {
  const angle = (2 * Math.PI * k) / 48;
  return [Math.cos(angle), Math.sin(angle)];
});

/** The part of a convex polygon where `a . p <= b` (Sutherland and Hodgman 1974). */
export function cutOff(corners: readonly Point[], a: Point, b: number): Point[] {
  const over = ([x, y]: Point) => a[0] * x + a[1] * y - b;
  return corners.flatMap((p, i) => {
    const q = corners[(i + 1) % corners.length]!;
    const [here, there] = [over(p), over(q)];
    const kept: Point[] = here <= 0 ? [p] : [];
    if (here * there < 0) {
      const t = here / (here - there);
      kept.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
    return kept;
  });
}

/**
 * Around what two outputs can be: how far they come in each of 48 directions, by a bounding method, and what is within all of
 * these. Nothing where a bound is not finite.
 */
export function outline(method: BoundMethod, network: LoweredNetwork, input: IntervalBounds): Point[] {
  const farthest = tf.tidy(() => {
    const c = tf.tensor3d([directions.map((direction) => [...direction])]);
    return method(network, input, { c, d: tf.zeros([1, directions.length]) }).dataSync();
  });
  if (!farthest.every(Number.isFinite)) return [];
  const far = 2 * Math.max(...farthest.map(Math.abs), 1e-6);
  const square: Point[] = [
    [-far, -far],
    [far, -far],
    [far, far],
    [-far, far],
  ];
  return directions.reduce((corners, direction, k) => cutOff(corners, direction, farthest[k]!), square);
}

/** The points of a tensor `[n, 2]`. */
export function pointsOf(x: tf.Tensor): Point[] {
  const values = x.dataSync();
  return Array.from({ length: values.length / 2 }, (_, i): Point => [values[2 * i]!, values[2 * i + 1]!]);
}

/** The corners of a box of two numbers. */
export function cornersOf({ lower, upper }: IntervalBounds): Point[] {
  const [[a, b], [c, d]] = [pointsOf(lower)[0]!, pointsOf(upper)[0]!];
  return [
    [a, b],
    [c, b],
    [c, d],
    [a, d],
  ];
}

/** Points that fill a box of two numbers evenly, its corners among them. */
export function gridOf(box: IntervalBounds, perSide: number): tf.Tensor2D {
  const [[a, b], , [c, d]] = cornersOf(box) as [Point, Point, Point, Point];
  const at = (from: number, to: number, i: number) => from + ((to - from) * i) / (perSide - 1);
  const points = Array.from({ length: perSide * perSide }, (_, i) => [
    at(a, c, i % perSide),
    at(b, d, Math.floor(i / perSide)),
  ]);
  return tf.tensor2d(points as [number, number][]);
}
