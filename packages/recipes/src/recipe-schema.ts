import { models } from '@ibp/models';
import type { OptimizerName, OptimizerOptions } from '@ibp/train';
import * as v from 'valibot';
import type { Method, MethodName, Regularizers } from './method';
import { augmentNames, type Recipe } from './recipe';
import { objectOf } from './schema-messages';

/** A line for each field of a type: one that is left out here, or is no field there, does not compile. */
type Fields<T> = { readonly [K in keyof Required<T>]: v.GenericSchema };
type MethodFields<N extends MethodName> = Fields<Omit<Extract<Method, { readonly name: N }>, 'name'>>;

const number = v.pipe(v.number(), v.finite('a finite number'));
const optional = v.optional(number);
const above0 = v.pipe(number, v.gtValue(0, 'a number above 0'));
const whole = v.pipe(v.number(), v.safeInteger('a whole number'));
const wholeFrom = (least: 0 | 1, what = least === 0 ? 'a whole number' : 'a whole number above 0') =>
  v.pipe(v.number(what), v.safeInteger(what), v.minValue(least, what));
const aShare = 'a share from 0 to 1';
const share = v.pipe(v.number(aShare), v.minValue(0, aShare), v.maxValue(1, aShare));

const points = v.array(v.strictTuple([number, number]));
const attack = v.optional(objectOf({ steps: number, stepSize: number, decays: v.optional(points) }));
const expressive = { alpha: number, attack, attackScale: optional };

const methods: { readonly [N in MethodName]: MethodFields<N> } = {
  nominal: {},
  adversarial: { attack },
  ibp: {},
  'crown-ibp': { betaEnd: optional },
  'wong-kolter': { projections: optional },
  diffai: { relu: v.optional(v.picklist(['box', 'chord'])), errors: v.optional(wholeFrom(1)) },
  'learned-dual': {},
  mixtrain: { samples: wholeFrom(1), alpha: optional },
  sabr: { ratio: number, shrinking: optional, attack },
  taps: { relus: optional, gradientScale: optional, attack },
  staps: { ratio: number, relus: optional, gradientScale: optional, attack },
  'mtl-ibp': expressive,
  'cc-ibp': expressive,
  'exp-ibp': expressive,
};

const adam = { beta1: optional, beta2: optional, epsilon: optional };
const optimizers: {
  readonly [N in OptimizerName]: Fields<Omit<Extract<OptimizerOptions, { readonly name: N }>, 'name'>>;
} = {
  adam,
  adamw: { ...adam, weightDecay: optional },
  radam: adam,
  sgd: { momentum: optional, nesterov: v.optional(v.boolean()), weightDecay: optional },
};

/** One of some objects that a name tells apart. */
const named = (fields: { readonly [name: string]: v.ObjectEntries }) =>
  v.variant(
    'name',
    Object.entries(fields).map(([name, rest]) => objectOf({ name: v.literal(name), ...rest })),
  );

const whichModel = `one of ${Object.keys(models)
  .map((name) => JSON.stringify(name))
  .join(', ')}, or the model.json of a layers model`;
const whichSpecs = 'all, mostViolated or a whole number above 0';
const regularizers = objectOf({
  fast: optional,
  l1: optional,
  reluStability: optional,
  sdp: optional,
} satisfies Fields<Regularizers>);

/** The fields of a recipe and what they may hold, each by itself. */
export const recipeSchema = objectOf({
  model: v.union(
    [v.picklist(Object.keys(models)), v.pipe(v.string(whichModel), v.endsWith('.json', whichModel))],
    whichModel,
  ),
  width: v.optional(above0),
  hiddenUnits: v.optional(wholeFrom(1)),
  epsilon: number,
  epsilonTrain: number,
  steps: wholeFrom(0),
  batchSize: wholeFrom(1),
  warmUp: number,
  ramp: number,
  epsilonRamp: optional,
  schedule: v.picklist(['linear', 'smooth']),
  kappaStart: optional,
  kappaEnd: number,
  optimizer: v.optional(named(optimizers)),
  averaging: v.optional(objectOf({ from: share, decay: v.optional(share) })),
  preciseBatchNorm: v.optional(wholeFrom(1)),
  learningRate: number,
  decays: points,
  learningRateSchedule: v.optional(v.string()),
  initializer: v.picklist(['orthogonal', 'ibp']),
  from: v.optional(v.pipe(v.string(), v.minLength(1, 'the folder of a run'))),
  batchNorm: v.boolean(),
  specLoss: v.picklist(['crossEntropy', 'hinge', 'softplus']),
  specs: v.optional(v.union([v.picklist(['all', 'mostViolated']), wholeFrom(1, whichSpecs)], whichSpecs)),
  elision: v.boolean(),
  clipNorm: v.nullable(number),
  method: v.optional(named(methods)),
  regularizers: v.optional(regularizers),
  augment: v.optional(v.picklist(augmentNames)),
  seed: whole,
} satisfies Fields<Recipe>);
