import { readJson } from './read-json';
import { checkRecipe, type Recipe } from './recipe';

/**
 * A recipe in a file of JSON.
 *
 * @param is what it should be, for the error.
 * @throws naming the file when it is not there, holds something else, or a field is not as it should be.
 */
export function readRecipe(file: string, is: string): Recipe {
  const recipe = readJson<Recipe>(file, { is, has: ['model', 'epsilon', 'steps'] });
  try {
    checkRecipe(recipe);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
  return recipe;
}
