import type { Recipe } from '@ibp/cli';

/** What each network does otherwise than the paper's recipe. */
export const variants: readonly {
  readonly name: string;
  readonly title: string;
  readonly recipe: Partial<Recipe>;
}[] = [
  { name: 'paper', title: 'the recipe of the paper', recipe: {} },
  { name: 'hinge', title: 'hinge loss', recipe: { specLoss: 'hinge' } },
  { name: 'softplus', title: 'softplus loss', recipe: { specLoss: 'softplus' } },
  { name: 'most-violated', title: 'the most violated specification', recipe: { specs: 'mostViolated' } },
  { name: 'random-specs', title: '3 specifications at random', recipe: { specs: 3 } },
  { name: 'no-elision', title: 'without elision', recipe: { elision: false } },
  {
    name: 'no-schedule',
    title: 'epsilon and kappa at their ends from the start',
    recipe: { warmUp: 0, ramp: 0 },
  },
  {
    name: 'no-epsilon-schedule',
    title: 'epsilon at its end as soon as kappa falls',
    recipe: { epsilonRamp: 0 },
  },
  { name: 'no-kappa-schedule', title: 'kappa 1/2 from the start', recipe: { kappaStart: 0.5 } },
  { name: 'smooth', title: 'smooth instead of linear schedule of epsilon', recipe: { schedule: 'smooth' } },
  { name: 'kappa-0', title: 'kappa down to 0', recipe: { kappaEnd: 0 } },
];

export const ablationNames = variants.map(({ name }) => name);
