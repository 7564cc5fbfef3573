import { models } from '@ibp/models';
import type { OptimizerName, OptimizerOptions } from '@ibp/train';
import * as z from 'zod';
import type { Method, MethodName, Regularizers } from './method';
import { augmentNames, type Recipe } from './recipe';

/** A line for each field of a type: one that is left out here, or is no field there, does not compile. */
type Fields<T> = { readonly [K in keyof Required<T>]: z.ZodType };
type MethodFields<N extends MethodName> = Fields<Omit<Extract<Method, { readonly name: N }>, 'name'>>;

const points = z.array(z.tuple([z.number(), z.number()]));
const attack = z.optional(
  z.strictObject({ steps: z.number(), stepSize: z.number(), decays: z.optional(points) }),
);
const relus = z.optional(z.number());
const gradientScale = z.optional(z.number());
const ratio = z.number();
const expressive = { alpha: z.number(), attack, attackScale: z.optional(z.number()) };

const methods: { readonly [N in MethodName]: MethodFields<N> } = {
  nominal: {},
  adversarial: { attack },
  ibp: {},
  'crown-ibp': { betaEnd: z.optional(z.number()) },
  'wong-kolter': { projections: z.optional(z.number()) },
  diffai: { relu: z.optional(z.enum(['box', 'chord'])) },
  'learned-dual': {},
  sabr: { ratio, shrinking: z.optional(z.number()), attack },
  taps: { relus, gradientScale, attack },
  staps: { ratio, relus, gradientScale, attack },
  'mtl-ibp': expressive,
  'cc-ibp': expressive,
  'exp-ibp': expressive,
};

const optional = z.optional(z.number());
const adam = { beta1: optional, beta2: optional, epsilon: optional };
const optimizers: {
  readonly [N in OptimizerName]: Fields<Omit<Extract<OptimizerOptions, { readonly name: N }>, 'name'>>;
} = {
  adam,
  adamw: { ...adam, weightDecay: optional },
  radam: adam,
  sgd: { momentum: optional, nesterov: z.optional(z.boolean()), weightDecay: optional },
};

/** One of some objects that a name tells apart. */
const named = (fields: { readonly [name: string]: { readonly [field: string]: z.ZodType } }) => {
  const variants = Object.entries(fields).map(([name, rest]) =>
    z.strictObject({ name: z.literal(name), ...rest }),
  );
  return z.discriminatedUnion('name', variants as unknown as [z.ZodObject]);
};

const whichSpecs = 'expected all, mostViolated or a whole number above 0';
const weight = z.optional(z.number());
const regularizers = z.strictObject({
  fast: weight,
  l1: weight,
  reluStability: weight,
} satisfies Fields<Regularizers>);

/** The fields of a recipe and what they may hold, each by itself. */
export const recipeSchema = z.strictObject({
  model: z.enum(Object.keys(models)),
  width: z.optional(z.number().gt(0)),
  hiddenUnits: z.optional(z.int().min(1)),
  epsilon: z.number(),
  epsilonTrain: z.number(),
  steps: z.int().min(0),
  batchSize: z.int().min(1),
  warmUp: z.number(),
  ramp: z.number(),
  epsilonRamp: z.optional(z.number()),
  schedule: z.enum(['linear', 'smooth']),
  kappaStart: z.optional(z.number()),
  kappaEnd: z.number(),
  optimizer: z.optional(named(optimizers)),
  averaging: z.optional(
    z.strictObject({ from: z.number().gte(0).lte(1), decay: z.optional(z.number().gte(0).lte(1)) }),
  ),
  preciseBatchNorm: z.optional(z.int().min(1)),
  learningRate: z.number(),
  decays: points,
  learningRateSchedule: z.optional(z.string()),
  initializer: z.enum(['orthogonal', 'ibp']),
  from: z.optional(z.string().min(1, 'expected the folder of a run')),
  batchNorm: z.boolean(),
  specLoss: z.enum(['crossEntropy', 'hinge', 'softplus']),
  specs: z.optional(z.union([z.enum(['all', 'mostViolated']), z.int().min(1, whichSpecs)], whichSpecs)),
  elision: z.boolean(),
  clipNorm: z.nullable(z.number()),
  method: z.optional(named(methods)),
  regularizers: z.optional(regularizers),
  augment: z.optional(z.enum(augmentNames)),
  seed: z.int(),
} satisfies Fields<Recipe>);
