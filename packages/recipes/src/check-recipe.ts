import { fail } from '@ibp/core';
import { optimizerRule } from '@ibp/train';
import * as v from 'valibot';
import { isModelName } from './build-network';
import { learningRateOf } from './learning-rate';
import type { Recipe } from './recipe';
import { recipeSchema } from './recipe-schema';
import { inWords, noOthers } from './schema-messages';

/** What is wrong with a recipe: `expected ..., got ...` of a field, or of several together. */
export type RecipeFault = {
  /** From the recipe down: `epsilonTrain`, `method.ratio`; none where it is no recipe at all. */
  readonly fields: readonly string[];
  readonly problem: string;
};

/**
 * Refuses a recipe before hours go into it: fields that there are not, as misspelt ones, and what a field cannot mean.
 *
 * @param widest how wide the range of the inputs is; 1 unless given, as of images in [0, 1]. A greater radius is one in
 * other units.
 * @throws naming the field, what it expects and what it got: `recipe: warmUp, ramp: expected ...`.
 */
export function checkRecipe(recipe: Recipe, widest = 1): void {
  const fault = recipeFault(recipe, widest);
  if (fault)
    fail(['recipe', ...(fault.fields.length > 0 ? [fault.fields.join(', ')] : [])].join(': '), fault.problem);
}

/** The first thing that is wrong with a recipe, for those who name fields otherwise: {@link checkRecipe} throws it. */
export const recipeFault = (recipe: Recipe, widest = 1): RecipeFault | undefined =>
  faultOfFields(recipe) ?? faultOfMeaning(recipe, widest);

const share = (value: number): boolean => value >= 0 && value <= 1;
const fault = (fields: string | readonly string[], problem: string): RecipeFault => ({
  fields: [fields].flat(),
  problem,
});

function faultOfMeaning(recipe: Recipe, widest: number): RecipeFault | undefined {
  const { warmUp, ramp, epsilonRamp = ramp, clipNorm, elision, method = { name: 'ibp' } } = recipe;
  for (const field of ['width', 'hiddenUnits'] as const) {
    if (recipe[field] === undefined || isModelName(recipe.model)) continue;
    return fault(field, `expected a model by name, got ${recipe[field]} for ${recipe.model}`);
  }
  for (const field of ['epsilon', 'epsilonTrain'] as const) {
    const radius = recipe[field];
    if (radius >= 0 && radius <= widest) continue;
    const hint = radius > widest ? ` (did you mean ${radius}/255 = ${(radius / 255).toPrecision(4)}?)` : '';
    const what = `a radius from 0 to ${widest}, in the units of the inputs`;
    return fault(field, `expected ${what}, got ${radius}${hint}`);
  }
  if (!share(warmUp) || !share(ramp) || warmUp + ramp > 1 + 1e-9) {
    const what = 'shares from 0 to 1 that add up to 1 at most';
    return fault(['warmUp', 'ramp'], `expected ${what}, got ${warmUp} and ${ramp}`);
  }
  if (!share(epsilonRamp) || warmUp + epsilonRamp > 1 + 1e-9) {
    const what = 'a share from 0 to 1 that adds up to 1 at most with the warm-up';
    return fault('epsilonRamp', `expected ${what}, got ${epsilonRamp} and ${warmUp}`);
  }
  for (const field of ['kappaStart', 'kappaEnd'] as const) {
    const { [field]: weight = 1 } = recipe;
    if (!share(weight)) return fault(field, `expected a weight from 0 to 1, got ${weight}`);
  }
  if (clipNorm !== null && !(clipNorm > 0))
    return fault('clipNorm', `expected a norm above 0, got ${clipNorm}`);
  if (!elision && method.name !== 'ibp') {
    return fault('elision', `expected method ibp, which alone can do without elision, got ${method.name}`);
  }
  for (const [name, weight] of Object.entries(recipe.regularizers ?? {})) {
    if (!(weight >= 0)) return fault(`regularizers.${name}`, `expected a weight >= 0, got ${weight}`);
  }
  return (
    thrownBy('optimizer', () => recipe.optimizer && optimizerRule(recipe.optimizer)) ??
    thrownBy('learningRateSchedule', () => learningRateOf(recipe))
  );
}

function thrownBy(field: string, check: () => unknown): RecipeFault | undefined {
  try {
    check();
  } catch (error) {
    return fault(field, (error as Error).message);
  }
  return undefined;
}

/** Each field by itself: a recipe may come from a file, whatever its type says. */
function faultOfFields(recipe: Recipe): RecipeFault | undefined {
  const message = ({ expected }: { readonly expected: string | null }) => inWords(expected);
  const issue = v.safeParse(recipeSchema, recipe, { abortEarly: true, message }).issues?.[0];
  if (!issue) return undefined;
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const got = typeof issue.input === 'number' ? String(issue.input) : JSON.stringify(issue.input);
  if (issue.message === noOthers) {
    return fault(
      path.length > 1 ? path.slice(0, -1).join('.') : [],
      `expected ${noOthers}, got ${path.at(-1)}`,
    );
  }
  return fault(path.length > 0 ? path.join('.') : [], `expected ${issue.message}, got ${got}`);
}
