import { join } from 'node:path';
import type { Plan, Point, Sweep, TrialResult } from '@ibp/cluster';
import { scaleRecipe } from '@ibp/recipes';
import { loadCluster } from '../campaign/load-cluster';
import { checkRecipe, type Recipe } from '../recipe';
import { travelling } from './task';

/** The folder of one run of a trial, in that of the sweep. */
export const trialFolder = (out: string, { trial, rung }: Pick<TrialResult, 'trial' | 'rung'>): string =>
  join(out, `trial-${trial}`, `rung-${rung}`);

/** The recipe of a trial: the given one with the fields of its point, and that share of its steps. */
export type RecipeOf = (point: Point, budget: number) => Recipe;

/**
 * How recipes are made of points; each is checked before hours go into the first.
 *
 * @throws naming the trial whose recipe is refused, and fields that no sweep may search.
 */
export async function recipesOf(base: Recipe, { space }: Sweep, { points }: Plan): Promise<RecipeOf> {
  const { applyPoint } = await loadCluster();
  if ('epsilon' in space) {
    throw new Error(
      'sweep: space.epsilon: expected fields of training, got the radius that is certified: errors at different ones do not compare',
    );
  }
  if (base.learningRateSchedule !== undefined && ('learningRate' in space || 'decays' in space)) {
    const got = `one with ${base.learningRateSchedule}, which overrides it`;
    throw new Error(`sweep: space.learningRate: expected a recipe without learningRateSchedule, got ${got}`);
  }
  for (const [trial, point] of points.entries()) {
    try {
      checkRecipe(applyPoint(base, point));
    } catch (error) {
      throw new Error(`sweep: trial ${trial}, ${JSON.stringify(point)}: ${(error as Error).message}`);
    }
  }
  return (point, budget) => scaled(applyPoint(base, point), budget);
}

const scaled = (recipe: Recipe, budget: number): Recipe =>
  budget === 1 ? recipe : scaleRecipe(recipe, budget);

/**
 * The recipe of one run, for workers: no file is named in it.
 *
 * @throws where it is no recipe, or names a file.
 */
export async function recipeAt(base: Recipe, point: Point, budget: number): Promise<Recipe> {
  const { applyPoint } = await loadCluster();
  const recipe = applyPoint(base, point);
  checkRecipe(recipe);
  return scaled(travelling(recipe), budget);
}
