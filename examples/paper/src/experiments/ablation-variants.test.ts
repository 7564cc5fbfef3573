import { type Recipe, schedulesOf } from '@ibp/cli';
import { checkRecipe } from '@ibp/recipes';
import { full } from '../full';
import { variants } from './ablation-variants';

const recipeOf = (name: string): Recipe => {
  const { recipe } = variants.find((variant) => variant.name === name)!;
  return { ...full.mnist.recipe, epsilon: 0.3, epsilonTrain: 0.4, seed: 0, ...recipe };
};

describe('the ablations of section 4.1', () => {
  it('can all be trained', () => {
    for (const { name } of variants) expect(() => checkRecipe(recipeOf(name))).not.toThrow();
  });

  it('have all, the most violated and random specifications', () => {
    const specs = ['paper', 'most-violated', 'random-specs'].map((name) => recipeOf(name).specs ?? 'all');
    expect(specs).toEqual(['all', 'mostViolated', 3]);
  });

  it.each([
    // at the end of the warm-up, in the middle of the ramp, at its end
    ['paper', [0, 0.2, 0.4], [1, 0.75, 0.5]],
    ['no-schedule', [0.4, 0.4, 0.4], [0.5, 0.5, 0.5]],
    ['no-epsilon-schedule', [0.4, 0.4, 0.4], [1, 0.75, 0.5]],
    ['no-kappa-schedule', [0, 0.2, 0.4], [0.5, 0.5, 0.5]],
  ])('%s: has the schedules that it names', (name, radii, weights) => {
    const { epsilon, kappa } = schedulesOf(recipeOf(name));
    expect([2000, 7000, 12_000].map(epsilon)).toEqual(radii);
    expect([2000, 7000, 12_000].map(kappa)).toEqual(weights);
  });
});
