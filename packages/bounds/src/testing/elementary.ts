import { type ActivationName, elementwiseOps } from '@ibp/core';
import { activations } from '../activations/table';

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
type Elementary = readonly [op: ActivationName, f: (x: number) => number, params?: object];

const inFloat64 = (op: ActivationName, params: object) => (x: number) =>
  (elementwiseOps[op].value as (x: number, params: object) => number)(x, params);

/** In float64, by the functions of the language, which are off by a few of its last digits at most: all that round. */
export const elementary: { readonly [name: string]: Elementary } = {
  ...Object.fromEntries(
    (Object.keys(activations) as ActivationName[])
      .filter((op) => activations[op].rounding !== 'exact')
      .map((op): [string, Elementary] => [op, [op, inFloat64(op, {})]]),
  ),
  inverseRoot: ['inverseRoot', inFloat64('inverseRoot', { epsilon: 1e-5 }), { epsilon: 1e-5 }],
  leakyRelu: ['leakyRelu', inFloat64('leakyRelu', { alpha: 0.3 }), { alpha: 0.3 }],
  gelu: ['gelu', (x) => 0.5 * x * (1 + erf(x / Math.SQRT2))],
  'gelu by tanh': ['gelu', inFloat64('gelu', { approximate: true }), { approximate: true }],
};

/** From 10^-30 to 10^37 on both sides of 0, and densely where the functions bend. */
export const points = Float32Array.from([
  ...Array.from({ length: 8001 }, (_, i) => (i - 4000) / 40 + i / 1e5),
  ...Array.from({ length: 1340 }, (_, i) => 10 ** (i / 20 - 30)),
  ...Array.from({ length: 1340 }, (_, i) => -(10 ** (i / 20 - 30))),
]);
