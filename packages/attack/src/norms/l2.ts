import { type Ball, clipToBox, isInBox } from '../ball';
import { normalizedSteps } from '../optimizers/normalized';
import type { Norm } from './norm';

/** The Euclidean norm of a change in units of the radii, in float64; infinite where an element of radius 0 changes. */
function distance(point: Float32Array, { x, radii }: Ball): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const change = point[i]! - x[i]!;
    if (change !== 0) sum += (change / radii[i]!) ** 2;
  }
  return Math.sqrt(sum);
}

/**
 * Pulls `point` towards the example until it is in the ball. Rounding to float32 may leave it outside by a little: then a
 * little further, and at last onto the example, where the radius is less than float32 can tell.
 */
function pullInto(point: Float32Array, ball: Ball): void {
  const { x, radii } = ball;
  for (let i = 0; i < point.length; i++) if (radii[i] === 0) point[i] = x[i]!;
  for (let slack = 0; slack < 1; slack = slack === 0 ? 1e-7 : 4 * slack) {
    const length = distance(point, ball);
    if (length <= 1) return;
    const share = (1 / length) * (1 - slack);
    for (let i = 0; i < point.length; i++) point[i] = x[i]! + share * (point[i]! - x[i]!);
  }
  point.set(x);
}

/**
 * The Euclidean norm of the change is at most epsilon. With an epsilon for each feature, that of the change in units of
 * them is at most 1: an ellipsoid.
 */
export const l2 = (): Norm => ({
  name: 'l2',
  draw: (point, { x, radii }, random) => {
    const direction = random('direction', point.length, 'gaussian').map((v, i) => (radii[i] === 0 ? 0 : v));
    const length = Math.sqrt(direction.reduce((sum, v) => sum + v * v, 0));
    const dimensions = radii.reduce((count, radius) => count + (radius > 0 ? 1 : 0), 0);
    if (dimensions === 0) return point.set(x);
    const scale = random('radius', 1)[0]! ** (1 / dimensions) / length;
    for (let i = 0; i < point.length; i++) point[i] = x[i]! + radii[i]! * scale * direction[i]!;
  },
  project: (point, ball) => {
    pullInto(point, ball);
    clipToBox(point, ball); // x is in the range: each element comes nearer to it
  },
  contains: (point, ball) => isInBox(point, ball) && distance(point, ball) <= 1,
  reach: Math.sqrt,
  optimizer: normalizedSteps(),
});
