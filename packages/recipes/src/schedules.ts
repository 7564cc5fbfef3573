import { linear, type Schedule, smooth } from '@ibp/train';
import { learningRateOf } from './learning-rate';
import type { Recipe } from './recipe';

/** What changes while training, each a function of the step. */
export type Schedules = {
  readonly epsilon: Schedule;
  readonly kappa: Schedule;
  readonly learningRate: Schedule;
};

/** A recipe's shares as schedules over its steps. */
export function schedulesOf(recipe: Recipe): Schedules {
  const start = Math.round(recipe.warmUp * recipe.steps);
  const end = start + Math.round(recipe.ramp * recipe.steps);
  const ramp = recipe.schedule === 'smooth' ? smooth : linear;
  const { kappaStart = 1, epsilonRamp = recipe.ramp } = recipe;
  const full = start + Math.round(epsilonRamp * recipe.steps);
  const falling = linear({ from: kappaStart, to: recipe.kappaEnd, start, end });
  return {
    epsilon: ramp({ from: 0, to: recipe.epsilonTrain, start, end: full }),
    // before the ramp epsilon is 0, and bounds would be computed for nothing
    kappa: kappaStart === 1 ? falling : (step) => (step < start ? 1 : falling(step)),
    learningRate: learningRateOf(recipe),
  };
}
