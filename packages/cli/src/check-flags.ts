import { recipeFault } from '@ibp/recipes';
import type { Command } from 'commander';
import type { Recipe } from './recipe';

/** Fields whose flags are not named as they are. */
const otherwise: { readonly [field: string]: string } = {
  learningRateSchedule: 'learningRate',
  'averaging.from': 'averageFrom',
  'optimizer.name': 'optimizer',
};

/**
 * What `checkRecipe` refuses, said of the flags that set it: `--warm-up, --ramp: expected ...`. Fields without a flag
 * keep their names.
 *
 * @throws the first thing that is wrong.
 */
export function checkFlags(recipe: Recipe, { options }: Command): void {
  const fault = recipeFault(recipe);
  if (!fault) return;
  const names = fault.fields.map((field) => {
    // of a pair, `--no-elision` is what sets the value that is refused
    const flag = options.findLast((option) => option.attributeName() === (otherwise[field] ?? field));
    return flag?.long ?? `recipe: ${field}`;
  });
  throw new Error(`${names.length > 0 ? names.join(', ') : 'recipe'}: ${fault.problem}`);
}
