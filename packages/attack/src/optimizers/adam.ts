import { fail } from '@ibp/core';
import type { AttackOptimizer } from './optimizer';
import { stepDecay } from './step-size';

/**
 * Adam (Kingma and Ba 2015) on the input. Its state is in float64, and an element without a gradient keeps its own.
 *
 * @param options the decays of the moments, and what keeps the divisor from 0, in the units of the gradient.
 */
export function adamSteps(
  options: { readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number } = {},
): AttackOptimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon: least = 1e-9 } = options;
  for (const beta of [beta1, beta2]) {
    if (!(beta >= 0 && beta < 1)) fail('adamSteps', `expected decays from 0 to below 1, got ${beta}`);
  }
  return {
    stepSize: stepDecay({ from: 1, at: [0.5, 0.75], factor: 0.1 }),
    begin: ({ size, steps, radii, stepSize }) => {
      const [mean, square] = [new Float64Array(size), new Float64Array(size)];
      return (point, { step, gradient }) => {
        const rate = stepSize(step, steps) / (1 - beta1 ** (step + 1));
        const correction = 1 / (1 - beta2 ** (step + 1));
        for (let i = 0; i < size; i++) {
          const g = gradient[i]!;
          if (!Number.isFinite(g)) continue;
          mean[i] = beta1 * mean[i]! + (1 - beta1) * g;
          square[i] = beta2 * square[i]! + (1 - beta2) * g * g;
          point[i] = point[i]! + (radii[i]! * rate * mean[i]!) / (Math.sqrt(square[i]! * correction) + least);
        }
      };
    },
  };
}
