import type { ModelName } from '@ibp/models';
import { linear, parseSchedule, type Schedule, smooth } from '@ibp/train';

/** The hyper-parameters of a run. Lengths are shares of the run, so that a shorter one keeps its shape. */
export type Recipe = {
  readonly model: ModelName;
  /** The radius that is certified, in [0, 1] units. */
  readonly epsilon: number;
  /** The radius trained for. */
  readonly epsilonTrain: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Share of the steps at epsilon 0 and kappa 1. */
  readonly warmUp: number;
  /** Share of the steps in which epsilon rises and kappa falls. */
  readonly ramp: number;
  readonly schedule: 'linear' | 'smooth';
  readonly kappaEnd: number;
  readonly learningRate: number;
  /** `[share of the steps, factor]`: the learning rate is multiplied by the factor from there on. */
  readonly decays: readonly (readonly [number, number])[];
  /** Overrides `learningRate` and `decays`: `1e-3,1e-4@15000`. */
  readonly learningRateSchedule?: string;
  readonly initializer: 'orthogonal' | 'ibp';
  readonly batchNorm: boolean;
  readonly specLoss: 'crossEntropy' | 'hinge' | 'softplus';
  readonly elision: boolean;
  readonly clipNorm: number;
  readonly seed: number;
};

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
  return {
    epsilon: ramp({ from: 0, to: recipe.epsilonTrain, start, end }),
    kappa: linear({ from: 1, to: recipe.kappaEnd, start, end }),
    learningRate: parseSchedule(recipe.learningRateSchedule ?? learningRateText(recipe)),
  };
}

/** `1e-3,1e-4@15000`: the recipe's learning rates in the notation that the flag takes. */
export function learningRateText({ learningRate, decays, steps }: Recipe): string {
  let value = learningRate;
  const later = decays.map(([share, factor]) => {
    value *= factor;
    return `${Number(value.toPrecision(6))}@${Math.round(share * steps)}`;
  });
  return [String(learningRate), ...later].join(',');
}
