import type { Optimizer } from './optimizer';
import { stepDecay } from './step-size';

/** A step along the gradient whose Euclidean length is the step size: the steepest in the l2 norm. */
export const normalizedSteps = (): Optimizer => ({
  stepSize: stepDecay({ from: 1, at: [0.25, 0.5, 0.75], factor: 0.4 }),
  begin:
    ({ steps, epsilon, stepSize }) =>
    (point, { step, gradient }) => {
      const norm = Math.sqrt(gradient.reduce((sum, g) => (g * g >= 0 ? sum + g * g : sum), 0));
      if (!(norm > 0)) return;
      const scale = (epsilon * stepSize(step, steps)) / norm;
      for (let i = 0; i < point.length; i++) {
        const move = scale * gradient[i]!;
        if (!Number.isNaN(move)) point[i] = point[i]! + move;
      }
    },
});
