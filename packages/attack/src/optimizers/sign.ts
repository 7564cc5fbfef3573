import type { AttackOptimizer } from './optimizer';
import { stepDecay } from './step-size';

/** Adds a share of its radius to each element, with the gradient's sign; NaN adds nothing. */
export function addSigns(
  point: Float32Array,
  gradient: Float32Array,
  radii: Float64Array,
  share: number,
): void {
  for (let i = 0; i < point.length; i++) {
    const g = gradient[i]!;
    if (g > 0) point[i] = point[i]! + share * radii[i]!;
    else if (g < 0) point[i] = point[i]! - share * radii[i]!;
  }
}

/** The step of FGSM and of PGD (Madry et al. 2018): each element by as much of its radius, whatever its gradient's size. */
export const signSteps = (): AttackOptimizer => ({
  stepSize: stepDecay({ from: 1, at: [0.25, 0.5, 0.75], factor: 0.4 }),
  signs: true,
  begin:
    ({ steps, radii, stepSize }) =>
    (point, { step, gradient }) =>
      addSigns(point, gradient, radii, stepSize(step, steps)),
});
