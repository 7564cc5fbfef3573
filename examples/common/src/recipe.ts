import { assertEpsilon, fail } from '@ibp/bounds';
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
  /** Share of the steps at epsilon 0 and the first kappa. */
  readonly warmUp: number;
  /** Share of the steps in which epsilon rises and kappa falls. */
  readonly ramp: number;
  readonly schedule: 'linear' | 'smooth';
  /** Weight of the clean loss before the ramp; 1 unless given. */
  readonly kappaStart?: number;
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
  /** Greatest norm of the gradient; null for none. */
  readonly clipNorm: number | null;
  readonly seed: number;
};

export type Schedules = {
  readonly epsilon: Schedule;
  readonly kappa: Schedule;
  readonly learningRate: Schedule;
};

/**
 * Refuses a recipe before hours go into it.
 *
 * @throws naming the flag, what it expects and what it got.
 */
export function checkRecipe(recipe: Recipe): void {
  assertEpsilon('--epsilon', recipe.epsilon);
  assertEpsilon('--epsilon-train', recipe.epsilonTrain);
  const share = (value: number): boolean => value >= 0 && value <= 1;
  const { warmUp, ramp, kappaStart = 1, kappaEnd, clipNorm } = recipe;
  if (!share(warmUp) || !share(ramp) || warmUp + ramp > 1) {
    fail(
      '--warm-up, --ramp',
      `expected shares from 0 to 1 that add up to 1 at most, got ${warmUp} and ${ramp}`,
    );
  }
  if (!share(kappaStart)) fail('kappaStart', `expected a weight from 0 to 1, got ${kappaStart}`);
  if (!share(kappaEnd)) fail('--kappa-end', `expected a weight from 0 to 1, got ${kappaEnd}`);
  if (clipNorm !== null && !(clipNorm > 0)) fail('--clip-norm', `expected a norm above 0, got ${clipNorm}`);
}

/** A recipe's shares as schedules over its steps. */
export function schedulesOf(recipe: Recipe): Schedules {
  const start = Math.round(recipe.warmUp * recipe.steps);
  const end = start + Math.round(recipe.ramp * recipe.steps);
  const ramp = recipe.schedule === 'smooth' ? smooth : linear;
  return {
    epsilon: ramp({ from: 0, to: recipe.epsilonTrain, start, end }),
    kappa: linear({ from: recipe.kappaStart ?? 1, to: recipe.kappaEnd, start, end }),
    learningRate: parseSchedule(recipe.learningRateSchedule ?? learningRateText(recipe)),
  };
}

/** `1e-3,1e-4@15000`: the recipe's learning rates in the notation that the flag takes. */
export function learningRateText({ learningRate, decays, steps }: Recipe): string {
  // by step, so that in a very short run the later of two decays at one step holds
  const values = new Map([[0, learningRate]]);
  let value = learningRate;
  for (const [share, factor] of decays) {
    value *= factor;
    values.set(Math.round(share * steps), Number(value.toPrecision(6)));
  }
  return [...values].map(([step, rate]) => (step === 0 ? `${rate}` : `${rate}@${step}`)).join(',');
}
