import { fail } from '@ibp/core';
import type { PublishedDataset } from './lengths';
import type { Published } from './published';
import { published } from './published-recipes';

/**
 * The recipe of a method for a dataset, for the radius that is nearest to the one asked for: the first unless one is.
 *
 * @throws when there is none for that dataset; the message names those there are.
 *
 * @example
 * ```ts
 * import { findRecipe } from '@ibp/recipes';
 *
 * const { recipe, source } = findRecipe('mnist', 'ibp', 0.1);
 * console.log(recipe.steps, source.includes('Gowal')); // 60000 true
 * ```
 */
export function findRecipe(dataset: PublishedDataset, name: string, epsilon?: number): Published {
  const here = published.filter((entry) => entry.dataset === dataset);
  const [first, ...others] = here.filter((entry) => entry.name === name);
  if (!first) {
    const names = [...new Set(here.map((entry) => entry.name))];
    fail('findRecipe', `expected a recipe for ${dataset}: ${names.join(', ')}; got "${name}"`);
  }
  if (epsilon === undefined) return first!;
  const far = ({ recipe }: Published) => Math.abs(recipe.epsilon - epsilon);
  return others.reduce((nearest, entry) => (far(entry) < far(nearest) ? entry : nearest), first!);
}
