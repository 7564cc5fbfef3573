import type { AttackOptimizer } from './optimizer';
import { stepDecay } from './step-size';

/**
 * A step along the gradient whose Euclidean length is the step size, the steepest in the l2 norm: length and steepness
 * are measured in units of the radii.
 */
export const normalizedSteps = (): AttackOptimizer => ({
  stepSize: stepDecay({ from: 1, at: [0.25, 0.5, 0.75], factor: 0.4 }),
  begin:
    ({ steps, radii, stepSize }) =>
    (point, { step, gradient }) => {
      const slope = Float64Array.from(gradient, (g, i) => radii[i]! * g);
      const norm = Math.sqrt(slope.reduce((sum, g) => (g * g >= 0 ? sum + g * g : sum), 0));
      if (!(norm > 0)) return;
      const scale = stepSize(step, steps) / norm;
      for (let i = 0; i < point.length; i++) {
        const move = scale * radii[i]! * slope[i]!;
        if (!Number.isNaN(move)) point[i] = point[i]! + move;
      }
    },
});
