import { type IntervalBounds, intervalRules, linfBall } from '@ibp/bounds';
import { apply, elide, lower, type Network, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { polygonArea, polygonHull } from 'd3-polygon';
import { type Point, zonotope } from './zonotope';

/** What two logits can be in a ball of inputs, from below and from above. */
export type Region = {
  /** Logits of inputs of the ball: from the inside. */
  readonly samples: readonly Point[];
  readonly hull: readonly Point[];
  /** Interval bounds of the logits (eq. 5): from the outside. */
  readonly box: readonly Point[];
  /** All that the last linear layer makes of the interval bounds before it: what is left of the box by elision. */
  readonly elided: readonly Point[];
};

/**
 * The adversarial polytope of one input and its outer approximations (figure 4).
 *
 * @param x an input of two numbers in [0, 1].
 * @param perSide points of the grid of inputs, in each direction.
 */
export function region(network: Network, x: Point, epsilon: number, perSide: number): Region {
  const scope = tf.engine();
  scope.startScope('region');
  try {
    const ball = linfBall(tf.tensor2d([[...x]]), epsilon);
    const samples = points(apply(network, grid(ball, perSide)));
    const output = trace(lower(network), ball, intervalRules).at(-1)!;
    const [[a, b], [c, d]] = [points(output.lower)[0]!, points(output.upper)[0]!];
    const box: Point[] = [
      [a, b],
      [c, b],
      [c, d],
      [a, d],
    ];
    const hull = polygonHull([...samples] as [number, number][]) ?? samples;
    return { samples, hull, box, elided: elidedRegion(network, ball) };
  } finally {
    scope.endScope();
  }
}

/** Each unit before the last layer moves the logits along its row of weights, by its radius either way. */
function elidedRegion(network: Network, ball: IntervalBounds): Point[] {
  const lowered = lower(network);
  // one specification for each logit: z itself
  const { spec, network: before } = elide(lowered, { c: tf.expandDims(tf.eye(2), 0), d: tf.zeros([1, 2]) });
  const bounds = trace(before, ball, intervalRules).at(-1)!;
  const radius = tf.div(tf.sub(bounds.upper, bounds.lower), 2);
  const center = tf.div(tf.add(bounds.upper, bounds.lower), 2);
  const weights = tf.reshape(spec.c, [2, -1]);
  const middle = tf.add(tf.sum(tf.mul(weights, tf.reshape(center, [1, -1])), 1), tf.reshape(spec.d, [2]));
  const moves = tf.transpose(tf.mul(weights, tf.reshape(radius, [1, -1])));
  return zonotope([...middle.dataSync()] as unknown as Point, points(moves));
}

/** Inputs that fill the ball evenly, its corners among them: `[perSide * perSide, 2]`. */
function grid({ lower, upper }: IntervalBounds, perSide: number): tf.Tensor2D {
  const [from, to] = [points(lower)[0]!, points(upper)[0]!];
  const at = (axis: 0 | 1, i: number) => from[axis] + ((to[axis] - from[axis]) * i) / (perSide - 1);
  const inputs = Array.from({ length: perSide * perSide }, (_, i) => [
    at(0, i % perSide),
    at(1, Math.floor(i / perSide)),
  ]);
  return tf.tensor2d(inputs as [number, number][]);
}

const points = (x: tf.Tensor): Point[] => {
  const values = x.dataSync();
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);
};

export const area = (polygon: readonly Point[]): number =>
  Math.abs(polygonArea([...polygon] as [number, number][]));
