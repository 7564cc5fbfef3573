import type { ActivationName } from '@ibp/core';

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
/** Abramowitz and Stegun 7.1.5 near 0, the continued fraction 7.1.14 beyond: to the last digits of float64. */
function erf(x: number): number {
  const a = Math.abs(x);
  const sign = Math.sign(x) * (2 / Math.sqrt(Math.PI));
  if (a < 3) {
    let [sum, term] = [a, a];
    for (let n = 1; n < 100; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return sign * sum;
  }
  let fraction = 0;
  for (let k = 100; k > 0; k--) fraction = k / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
}
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/** In float64, by the functions of the language, which are off by a few of its last digits at most. */
export const elementary: {
  readonly [name: string]: readonly [op: ActivationName, f: (x: number) => number, params?: object];
} = {
  exp: ['exp', Math.exp],
  tanh: ['tanh', Math.tanh],
  sigmoid: ['sigmoid', (x) => 1 / (1 + Math.exp(-x))],
  elu: ['elu', (x) => (x >= 0 ? x : Math.expm1(x))],
  selu: ['selu', (x) => scale * (x >= 0 ? x : alpha * Math.expm1(x))],
  softplus: ['softplus', softplus],
  softsign: ['softsign', (x) => x / (1 + Math.abs(x))],
  silu: ['silu', (x) => x / (1 + Math.exp(-x))],
  mish: ['mish', (x) => x * Math.tanh(softplus(x))],
  hardSigmoid: ['hardSigmoid', (x) => Math.min(1, Math.max(0, 0.2 * x + 0.5))],
  square: ['square', (x) => x * x],
  leakyRelu: ['leakyRelu', (x) => (x >= 0 ? x : 0.3 * x), { alpha: 0.3 }],
  gelu: ['gelu', (x) => 0.5 * x * (1 + erf(x / Math.SQRT2))],
  'gelu by tanh': [
    'gelu',
    (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    { approximate: true },
  ],
};

/** From 10^-30 to 10^37 on both sides of 0, and densely where the functions bend. */
export const points = Float32Array.from([
  ...Array.from({ length: 8001 }, (_, i) => (i - 4000) / 40 + i / 1e5),
  ...Array.from({ length: 1340 }, (_, i) => 10 ** (i / 20 - 30)),
  ...Array.from({ length: 1340 }, (_, i) => -(10 ** (i / 20 - 30))),
]);
