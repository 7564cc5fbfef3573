import { type BoundMethod, ibp } from '@ibp/layers';
import { crownIbp } from '@ibp/relax';
import type { Method, MethodName } from './method';
import type { Recipe } from './recipe';

/** Bounds cheap enough for every test example after training. */
export type BoundName = 'ibp' | 'crown-ibp';

/** Only what was trained on interval bounds to the end can be judged by them: of the rest they prove next to nothing. */
const names: { readonly [K in MethodName]: BoundName | ((method: Method & { name: K }) => BoundName) } = {
  nominal: 'crown-ibp',
  adversarial: 'crown-ibp',
  ibp: 'ibp',
  'crown-ibp': ({ betaEnd = 0 }) => (betaEnd > 0 ? 'crown-ibp' : 'ibp'),
  'wong-kolter': 'crown-ibp',
  diffai: 'crown-ibp',
  'learned-dual': 'crown-ibp',
  mixtrain: 'crown-ibp',
  sabr: 'crown-ibp',
  taps: 'crown-ibp',
  staps: 'crown-ibp',
  'mtl-ibp': 'crown-ibp',
  'cc-ibp': 'crown-ibp',
  'exp-ibp': 'crown-ibp',
};

/** The bound that a network trained by a recipe is to be judged by, unless by something tighter. */
export function boundName({ method = { name: 'ibp' } }: Pick<Recipe, 'method'>): BoundName {
  const name = names[method.name];
  return typeof name === 'string' ? name : (name as (method: Method) => BoundName)(method);
}

/** That bound, for `evaluate` of `@ibp/train`. */
export const buildBound = (recipe: Recipe): BoundMethod =>
  boundName(recipe) === 'ibp' ? ibp({ elide: recipe.elision }) : crownIbp();
