import { clipToBox, isInBox } from '../ball';
import { normalizedSteps } from '../optimizers/normalized';
import type { Norm } from './norm';

/** The Euclidean norm of a difference, in float64. */
function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/**
 * Pulls `point` towards `x` until it is within `epsilon`. Rounding to float32 may leave it outside by a little: then a
 * little further, and at last onto `x`, where epsilon is less than float32 can tell.
 */
function pullInto(point: Float32Array, x: Float32Array, epsilon: number): void {
  for (let slack = 0; slack < 1; slack = slack === 0 ? 1e-7 : 4 * slack) {
    const length = distance(point, x);
    if (length <= epsilon) return;
    const share = (epsilon / length) * (1 - slack);
    for (let i = 0; i < point.length; i++) point[i] = x[i]! + share * (point[i]! - x[i]!);
  }
  point.set(x);
}

/** The Euclidean norm of the change is at most epsilon. */
export const l2 = (): Norm => ({
  name: 'l2',
  draw: (point, { x, epsilon }, random) => {
    const direction = random('direction', point.length, 'gaussian');
    const length = Math.sqrt(direction.reduce((sum, v) => sum + v * v, 0));
    const scale = (epsilon * random('radius', 1)[0]! ** (1 / point.length)) / length;
    for (let i = 0; i < point.length; i++) point[i] = x[i]! + scale * direction[i]!;
  },
  project: (point, ball) => {
    pullInto(point, ball.x, ball.epsilon);
    clipToBox(point, ball); // x is in the range: each element comes nearer to it
  },
  contains: (point, ball) => isInBox(point, ball) && distance(point, ball.x) <= ball.epsilon,
  reach: Math.sqrt,
  optimizer: normalizedSteps(),
});
