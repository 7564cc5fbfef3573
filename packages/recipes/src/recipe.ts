import { assertEpsilon, fail } from '@ibp/bounds';
import { type ModelName, models } from '@ibp/models';
import { learningRateOf } from './learning-rate';
import type { Method, Regularizers } from './method';

/** How training images are changed at random: shifted by some pixels (`crop`), mirrored (`flip`), or both. */
export const augmentNames = ['none', 'flip', 'crop', 'cropAndFlip'] as const;
export type AugmentName = (typeof augmentNames)[number];

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
  /** Share of the steps in which epsilon rises, where it is not `ramp`: kappa falls over that all the same. */
  readonly epsilonRamp?: number;
  readonly schedule: 'linear' | 'smooth';
  /** The weight of the clean loss where the ramp begins; 1 unless given. */
  readonly kappaStart?: number;
  readonly kappaEnd: number;
  readonly learningRate: number;
  /** `[share of the steps, factor]`: the learning rate is multiplied by the factor from there on. */
  readonly decays: readonly (readonly [number, number])[];
  /** Overrides `learningRate` and `decays`: `1e-3,1e-4@15000`. */
  readonly learningRateSchedule?: string;
  readonly initializer: 'orthogonal' | 'ibp';
  /** The folder of a run that was trained to its end, whose weights this one begins with; fresh ones unless given. */
  readonly from?: string;
  readonly batchNorm: boolean;
  readonly specLoss: 'crossEntropy' | 'hinge' | 'softplus';
  /** Which specifications count: all unless given, or so many drawn at random. */
  readonly specs?: 'all' | 'mostViolated' | number;
  /** Whether the last layer is folded into the specification; method `ibp` alone can do without. */
  readonly elision: boolean;
  /** Greatest norm of the gradient; null for none. */
  readonly clipNorm: number | null;
  /** IBP, as in Gowal et al. 2019, unless given. */
  readonly method?: Method;
  readonly regularizers?: Regularizers;
  /** As is usual for the dataset unless given. */
  readonly augment?: AugmentName;
  readonly seed: number;
};

const share = (value: number): boolean => value >= 0 && value <= 1;

/**
 * Refuses a recipe before hours go into it.
 *
 * @throws naming the flag, what it expects and what it got.
 */
export function checkRecipe(recipe: Recipe): void {
  assertEpsilon('--epsilon', recipe.epsilon);
  assertEpsilon('--epsilon-train', recipe.epsilonTrain);
  const { model, warmUp, ramp, kappaStart = 1, kappaEnd, clipNorm, specs = 'all' } = recipe;
  if (!Object.hasOwn(models, model)) {
    fail('--model', `expected one of ${Object.keys(models).join(', ')}, got ${model}`);
  }
  if (!share(warmUp) || !share(ramp) || warmUp + ramp > 1 + 1e-9) {
    fail(
      '--warm-up, --ramp',
      `expected shares from 0 to 1 that add up to 1 at most, got ${warmUp} and ${ramp}`,
    );
  }
  const { epsilonRamp = ramp } = recipe;
  if (!share(epsilonRamp) || warmUp + epsilonRamp > 1 + 1e-9) {
    const what = 'a share from 0 to 1 that adds up to 1 at most with the warm-up';
    fail('--epsilon-ramp', `expected ${what}, got ${epsilonRamp} and ${warmUp}`);
  }
  if (!share(kappaStart)) fail('--kappa-start', `expected a weight from 0 to 1, got ${kappaStart}`);
  if (!share(kappaEnd)) fail('--kappa-end', `expected a weight from 0 to 1, got ${kappaEnd}`);
  if (clipNorm !== null && !(clipNorm > 0)) fail('--clip-norm', `expected a norm above 0, got ${clipNorm}`);
  const { from } = recipe;
  if (from !== undefined && !(typeof from === 'string' && from !== '')) {
    fail('--from', `expected the folder of a run, got ${JSON.stringify(from)}`);
  }
  if (specs !== 'all' && specs !== 'mostViolated' && !(Number.isInteger(specs) && specs > 0)) {
    fail('--specs', `expected all, mostViolated or a whole number above 0, got ${specs}`);
  }
  const { method = { name: 'ibp' } } = recipe;
  if (!recipe.elision && method.name !== 'ibp') {
    fail('--no-elision', `expected method ibp, which alone can do without elision, got ${method.name}`);
  }
  const { augment } = recipe;
  if (augment !== undefined && !augmentNames.includes(augment)) {
    fail('--augment', `expected one of ${augmentNames.join(', ')}, got ${augment}`);
  }
  for (const [name, weight] of Object.entries(recipe.regularizers ?? {})) {
    if (!(weight >= 0)) fail('regularizers', `expected a weight >= 0 for ${name}, got ${weight}`);
  }
  learningRateOf(recipe);
}
