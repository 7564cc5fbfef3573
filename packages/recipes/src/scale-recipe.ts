import { fail } from '@ibp/core';
import { stretched } from './learning-rate';
import type { Recipe } from './recipe';

/**
 * The recipe for a run that is so many times as long. Its schedules keep their shape, as they are shares of the run.
 *
 * @param share 0.1 for a tenth of the epochs; at least one step is left.
 * @throws when the share is not above 0.
 *
 * @example
 * ```ts
 * import { findRecipe, scaleRecipe } from '@ibp/recipes';
 *
 * console.log(scaleRecipe(findRecipe('mnist', 'ibp', 0.1).recipe, 0.1).steps); // 6000
 * ```
 */
export function scaleRecipe(recipe: Recipe, share: number): Recipe {
  if (!(share > 0 && Number.isFinite(share))) fail('scaleRecipe', `expected a share above 0, got ${share}`);
  const steps = Math.max(1, Math.round(recipe.steps * share));
  const { learningRateSchedule } = recipe;
  if (learningRateSchedule === undefined) return { ...recipe, steps };
  return { ...recipe, steps, learningRateSchedule: stretched(learningRateSchedule, share) };
}
