import { clipToBox, isInBox } from '../ball';
import { signSteps } from '../optimizers/sign';
import type { Norm } from './norm';

/** No element changes by more than epsilon: the ball that boxes certify. */
export const linf = (): Norm => ({
  name: 'linf',
  draw: (point, { x, radii }, random) => {
    const shares = random('start', point.length);
    for (let i = 0; i < point.length; i++) point[i] = x[i]! + radii[i]! * (2 * shares[i]! - 1);
  },
  project: clipToBox,
  contains: isInBox,
  reach: () => 1,
  optimizer: signSteps(),
});
