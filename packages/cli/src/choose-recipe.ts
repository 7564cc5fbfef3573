import { findRecipe, published, scaleRecipe } from '@ibp/recipes';
import type { Configuration } from './configuration';
import { readRecipe } from './read-recipe';
import type { Recipe } from './recipe';
import { userPath } from './run-folder';

/** The names that `--recipe` takes: the configuration's own, then those published for its dataset. */
export function recipeNames({ recipes, dataset }: Configuration): readonly string[] {
  const others = published.filter((entry) => entry.dataset === dataset).map(({ name }) => name);
  return [...new Set([...Object.keys(recipes), ...others])];
}

/** A recipe, and where it is from. */
export type Chosen = { readonly recipe: Recipe; readonly source: string };

/**
 * The recipe of a name, or of a JSON file. Published ones are there for several radii: that for the nearest one.
 *
 * @param scale the share of its steps to do; all unless given.
 * @throws when there is no such recipe or file.
 */
export function chooseRecipe(
  configuration: Configuration,
  name: string,
  epsilon?: number,
  scale = 1,
): Chosen {
  const { recipe, source } = find(configuration, name, epsilon);
  if (scale === 1) return { recipe, source };
  return { recipe: scaleRecipe(recipe, scale), source: `${source}; ${scale} of its steps` };
}

function find(
  { recipes, dataset, name: configurationName }: Configuration,
  name: string,
  epsilon?: number,
): Chosen {
  const own = recipes[name];
  if (own) return { recipe: own, source: `"${name}" of examples/${configurationName}` };
  if (name.endsWith('.json')) {
    const file = userPath(name);
    return { recipe: readRecipe(file, 'a recipe'), source: file };
  }
  if (!dataset) throw new Error(`--recipe: expected ${Object.keys(recipes).join(', ')}, got "${name}"`);
  return findRecipe(dataset, name, epsilon);
}
