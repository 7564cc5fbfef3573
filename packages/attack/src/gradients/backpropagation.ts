import { assertGradients } from './functions';
import type { Gradients } from './gradients';

/** The gradient itself. */
export const backpropagation = (): Gradients => (problem, evaluator) => {
  assertGradients('backpropagation');
  return { cost: 1, evaluate: (runs) => evaluator(problem, runs, true) };
};
