import type { Optimizer } from './optimizer';
import { stepDecay } from './step-size';

/** Adds `length` times the sign of each element; NaN adds nothing. */
export function addSigns(point: Float32Array, gradient: Float32Array, length: number): void {
  for (let i = 0; i < point.length; i++) {
    const g = gradient[i]!;
    if (g > 0) point[i] = point[i]! + length;
    else if (g < 0) point[i] = point[i]! - length;
  }
}

/** The step of FGSM and of PGD (Madry et al. 2018): each element by as much, whatever its gradient's size. */
export const signSteps = (): Optimizer => ({
  stepSize: stepDecay({ from: 1, at: [0.25, 0.5, 0.75], factor: 0.4 }),
  begin:
    ({ steps, epsilon, stepSize }) =>
    (point, { step, gradient }) =>
      addSigns(point, gradient, epsilon * stepSize(step, steps)),
});
