import type { Chosen } from './choose-recipe';
import { note } from './notes';
import { checkRecipe } from './recipe';

/** Prints a recipe as JSON, which `--recipe file.json` takes; where it is from goes beside it. */
export function printRecipe({ recipe, source }: Chosen): void {
  checkRecipe(recipe);
  note(`from: ${source}`);
  console.log(JSON.stringify(recipe, null, 2));
}
