import { ibp } from '@ibp/layers';
import { crownIbp, hybridZonotope, outerPolytope } from '@ibp/relax';
import {
  adversarialLoss,
  all,
  ccIbpLoss,
  certifiedLoss,
  crossEntropy,
  crownIbpLoss,
  expIbpLoss,
  hinge,
  type Loss,
  learnedDualLoss,
  mixTrainLoss,
  mostViolated,
  mtlIbpLoss,
  nominalLoss,
  projectedDualLoss,
  randomSpecs,
  type Selection,
  type SpecLoss,
  sabrLoss,
  softplus,
  stapsLoss,
  tapsLoss,
} from '@ibp/train';
import type { Method, MethodName } from './method';
import type { Recipe } from './recipe';
import { regularized } from './regularized';

/** What every method is given beside its own hyper-parameters. */
type Common = { readonly specLoss: SpecLoss };

type Builders = {
  readonly [K in MethodName]: (method: Method & { readonly name: K }, common: Common, recipe: Recipe) => Loss;
};

/** A new method is a loss in `@ibp/train`, a variant of {@link Method} and a line here. */
const builders: Builders = {
  nominal: () => nominalLoss(),
  adversarial: (method, common) => adversarialLoss({ ...method, ...common }),
  ibp: (_, common, { elision }) => certifiedLoss({ ...common, bound: ibp({ elide: elision }) }),
  'crown-ibp': (method, common, { epsilonTrain }) =>
    crownIbpLoss({ ...method, ...common, bound: crownIbp(), epsilonEnd: epsilonTrain }),
  'wong-kolter': ({ projections }, common) =>
    projections === undefined
      ? certifiedLoss({ ...common, bound: outerPolytope() })
      : projectedDualLoss({ ...common, projections }),
  diffai: (method, common) => certifiedLoss({ ...common, bound: hybridZonotope(method) }),
  'learned-dual': (_, common) => learnedDualLoss(common),
  mixtrain: (method, common) => mixTrainLoss({ ...method, ...common }),
  sabr: (method, common) => sabrLoss({ ...method, ...common }),
  taps: (method, common) => tapsLoss({ ...method, ...common }),
  staps: (method, common) => stapsLoss({ ...method, ...common }),
  'mtl-ibp': (method, common) => mtlIbpLoss({ ...method, ...common }),
  'cc-ibp': (method, common) => ccIbpLoss({ ...method, ...common }),
  'exp-ibp': (method, common) => expIbpLoss({ ...method, ...common }),
};

/** The training methods that recipes may name, each with a builder of its loss. */
export const methodNames = Object.keys(builders) as readonly MethodName[];

const specLosses = { crossEntropy, hinge, softplus };

const selectionOf = (specs: Recipe['specs'] = 'all'): Selection => {
  if (typeof specs === 'number') return randomSpecs(specs);
  return specs === 'all' ? all : mostViolated;
};

/** The loss of a recipe, its regularisers included. */
export function buildLoss(recipe: Recipe): Loss {
  const { method = { name: 'ibp' } } = recipe;
  const specLoss = specLosses[recipe.specLoss](selectionOf(recipe.specs));
  const build = builders[method.name] as (method: Method, common: Common, recipe: Recipe) => Loss;
  return regularized(build(method, { specLoss }, recipe), recipe);
}
