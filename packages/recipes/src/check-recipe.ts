import { fail } from '@ibp/core';
import { optimizerRule } from '@ibp/train';
import { learningRateOf } from './learning-rate';
import type { Recipe } from './recipe';
import { recipeSchema } from './recipe-schema';

const share = (value: number): boolean => value >= 0 && value <= 1;

/**
 * Refuses a recipe before hours go into it: fields that there are not, as misspelt ones, and what a field cannot mean.
 *
 * @param widest how wide the range of the inputs is; 1 unless given, as of images in [0, 1]. A greater radius is one in
 * other units.
 * @throws naming the flag, what it expects and what it got.
 */
export function checkRecipe(recipe: Recipe, widest = 1): void {
  checkFields(recipe);
  checkRadius('--epsilon', recipe.epsilon, widest);
  checkRadius('--epsilon-train', recipe.epsilonTrain, widest);
  const { warmUp, ramp, kappaStart = 1, kappaEnd, clipNorm } = recipe;
  if (!share(warmUp) || !share(ramp) || warmUp + ramp > 1 + 1e-9) {
    fail(
      '--warm-up, --ramp',
      `expected shares from 0 to 1 that add up to 1 at most, got ${warmUp} and ${ramp}`,
    );
  }
  const { epsilonRamp = ramp } = recipe;
  if (!share(epsilonRamp) || warmUp + epsilonRamp > 1 + 1e-9) {
    const what = 'a share from 0 to 1 that adds up to 1 at most with the warm-up';
    fail('--epsilon-ramp', `expected ${what}, got ${epsilonRamp} and ${warmUp}`);
  }
  if (!share(kappaStart)) fail('--kappa-start', `expected a weight from 0 to 1, got ${kappaStart}`);
  if (!share(kappaEnd)) fail('--kappa-end', `expected a weight from 0 to 1, got ${kappaEnd}`);
  if (clipNorm !== null && !(clipNorm > 0)) fail('--clip-norm', `expected a norm above 0, got ${clipNorm}`);
  const { method = { name: 'ibp' } } = recipe;
  if (!recipe.elision && method.name !== 'ibp') {
    fail('--no-elision', `expected method ibp, which alone can do without elision, got ${method.name}`);
  }
  for (const [name, weight] of Object.entries(recipe.regularizers ?? {})) {
    if (!(weight >= 0)) fail('regularizers', `expected a weight >= 0 for ${name}, got ${weight}`);
  }
  if (recipe.optimizer) optimizerRule(recipe.optimizer);
  learningRateOf(recipe);
}

function checkRadius(flag: string, radius: number, widest: number): void {
  if (radius >= 0 && radius <= widest) return;
  const hint = radius > widest ? ` (did you mean ${radius}/255 = ${(radius / 255).toPrecision(4)}?)` : '';
  fail(flag, `expected a radius from 0 to ${widest}, in the units of the inputs, got ${radius}${hint}`);
}

/** Each field by itself: a recipe may come from a file, whatever its type says. */
function checkFields(recipe: Recipe): void {
  const issue = recipeSchema.safeParse(recipe).error?.issues[0];
  if (!issue) return;
  const [field, ...rest] = issue.path;
  if (issue.code === 'unrecognized_keys') {
    fail(['recipe', ...issue.path].join('.'), `expected no fields but its own, got ${issue.keys.join(', ')}`);
  }
  const where = [`--${flagOf(String(field))}`, ...rest].join('.');
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown>)?.[key],
    recipe,
  );
  const expected = issue.message.replace(/^(Invalid|Too)[a-z ]*[:.] /, '').replace(/, received .*/, '');
  fail(where, `${expected}, got ${typeof value === 'number' ? value : JSON.stringify(value)}`);
}

/** `epsilonTrain` is `--epsilon-train`. */
const flagOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
