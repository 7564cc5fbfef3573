import { elementwise, kinkAtZero } from './elementwise';
import { erf } from './erf';
import { gelu } from './gelu';
import { inverseRoot } from './inverse-root';
import { leakyRelu } from './leaky-relu';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const seluScale = 1.0507009873554805;
const seluScaledAlpha = 1.7580993408473768;

/** The elementwise functions: each unit of their output is a hidden unit, as papers count them. */
export const elementwiseOps = {
  relu: elementwise(
    (x) => Math.max(x, 0),
    () => kinkAtZero(0),
  ),
  leakyRelu,
  relu6: elementwise(
    (x) => Math.min(Math.max(x, 0), 6),
    () => ({ kinks: [0, 6], slopes: [0, 1, 0], shifts: [0, 0, 6] }),
  ),
  elu: elementwise((x) => (x < 0 ? Math.expm1(x) : x)),
  selu: elementwise((x) => (x < 0 ? seluScaledAlpha * Math.expm1(x) : seluScale * x)),
  gelu,
  sigmoid: elementwise(sigmoid),
  hardSigmoid: elementwise((x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1)),
  tanh: elementwise((x) => Math.tanh(x)),
  softplus: elementwise(softplus),
  softsign: elementwise((x) => x / (1 + Math.abs(x))),
  silu: elementwise((x) => x * sigmoid(x)),
  mish: elementwise((x) => x * Math.tanh(softplus(x))),
  exp: elementwise((x) => Math.exp(x)),
  abs: elementwise(
    (x) => Math.abs(x),
    () => kinkAtZero(-1),
  ),
  square: elementwise((x) => x * x),
  sqrt: { ...elementwise((x) => Math.sqrt(x)), domain: 'positive' as const },
  log: { ...elementwise((x) => Math.log(x)), domain: 'positive' as const },
  reciprocal: { ...elementwise((x) => 1 / x), domain: 'notZero' as const },
  inverseRoot,
  erf: elementwise(erf),
  sin: elementwise((x) => Math.sin(x)),
  cos: elementwise((x) => Math.cos(x)),
  sign: elementwise((x) => Math.sign(x)),
  floor: elementwise((x) => Math.floor(x)),
};

/** The activations there are, by name. */
export type ActivationName = keyof typeof elementwiseOps;

/** Those that are not linear in pieces: each has a curve in exact arithmetic. */
export type CurvedName = {
  [K in ActivationName]: (typeof elementwiseOps)[K] extends { readonly pieces: unknown } ? never : K;
}[ActivationName];
