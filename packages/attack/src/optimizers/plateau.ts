import { assertWhole } from '../assert';
import type { AttackOptimizer } from './optimizer';
import { addSigns } from './sign';

/**
 * Sign steps that halve, and go on from the best point of the run, whenever the loss has not grown for `patience` steps:
 * a simpler kind of `autoPgdSteps`, without momentum. Each run has its own step size.
 */
export function plateauSteps(options: { readonly patience?: number } = {}): AttackOptimizer {
  const { patience = 5 } = options;
  assertWhole('plateauSteps', 'patience', patience, 1);
  return {
    stepSize: () => 1,
    begin: ({ size, steps, radii, stepSize }) => {
      const best = { loss: Number.NEGATIVE_INFINITY, point: new Float32Array(size) };
      const bestGradient = new Float32Array(size);
      let [share, waited] = [1, 0];
      return (point, { step, loss, gradient }) => {
        waited += 1;
        if (loss > best.loss) {
          best.loss = loss;
          best.point.set(point);
          bestGradient.set(gradient);
          waited = 0;
        }
        const stuck = waited >= patience;
        if (stuck) {
          [share, waited] = [share / 2, 0];
          point.set(best.point);
        }
        addSigns(point, stuck ? bestGradient : gradient, radii, share * stepSize(step, steps));
      };
    },
  };
}
