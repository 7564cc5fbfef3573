import type { ActivationName } from '@ibp/bounds';
import type { PlainParams } from './plain-network';

/** erf by its series of positive terms, `2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n+1) / (2n+1)!!` (DLMF 7.6.2). */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const selu = { scale: 1.0507009873554805, alpha: 1.7580993408473768 };

/** The elementwise functions in float64. */
export const functions: {
  readonly [K in ActivationName]: (x: number, params: PlainParams<K>) => number;
} = {
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x, { alpha }) => (x < 0 ? alpha * x : x),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  selu: (x) => (x < 0 ? selu.alpha * Math.expm1(x) : selu.scale * x),
  gelu: (x, { approximate }) =>
    approximate
      ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  sigmoid,
  hardSigmoid: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
  tanh: (x) => Math.tanh(x),
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  silu: (x) => x * sigmoid(x),
  mish: (x) => x * Math.tanh(softplus(x)),
  exp: (x) => Math.exp(x),
  abs: (x) => Math.abs(x),
  square: (x) => x * x,
};
