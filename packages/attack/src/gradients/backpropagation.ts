import { assertGradients } from './functions';
import type { Gradients } from './gradients';

/** The gradient itself; an engine makes sign steps, too. */
export const backpropagation = (): Gradients => (problem, evaluator) => {
  assertGradients('backpropagation');
  const { stepsItself } = evaluator;
  return {
    cost: 1,
    evaluate: (runs) => {
      const steps = stepsItself && runs.every(({ share }) => share);
      return evaluator.evaluate(problem, runs, steps ? 'steps' : 'gradients');
    },
  };
};
