import type { CurvedName, PlainNode } from '@ibp/core';
import type { Ends } from '../elementary/ends';
import { erf } from '../elementary/erf';
import { exp, expm1 } from '../elementary/exp';
import { log } from '../elementary/log';
import { sigmoid, softplus, tanh } from '../elementary/sigmoid';
import { sqrt } from '../elementary/sqrt';
import { cos, sin } from '../elementary/trigonometric';
import type { Curve } from './curve';
import {
  inner,
  last,
  near,
  point,
  product,
  quotient,
  rising,
  sShaped,
  straight,
  sum,
  type Value,
  valley,
  wave,
} from './curve-shapes';
import { geluCurve, tanhGeluCurve } from './gelu-curves';
import { down, up } from './rounding';

const ofSigmoid: Value = (x) => product(sigmoid(x), sigmoid(-x));
const sigmoidCurve = sShaped(sigmoid, ofSigmoid);
const tanhCurve = sShaped(tanh, (x) => {
  const [low, high] = ofSigmoid(2 * x);
  return [4 * low, 4 * high];
});
const toDenominator = (x: number): Ends => sum([1, 1], point(Math.abs(x)));
const softsign = sShaped(
  (x) => quotient(x, toDenominator(x)),
  (x) => quotient(1, product(toDenominator(x), toDenominator(x))),
);
const softplusCurve = rising(softplus, [{ to: last, bends: 'up', slope: sigmoid }]);
const expCurve = rising(exp, [{ to: last, bends: 'up', slope: exp }]);

const squared: Value = (x) => [Math.max(down(x * x), 0), up(x * x)];
const square: Curve = {
  value: squared,
  shape: [{ to: last, bends: 'up', slope: (x) => point(2 * x) }],
  range: (lower, upper) => [
    squared(Math.min(Math.max(lower, 0), upper))[0],
    Math.max(squared(lower)[1], squared(upper)[1]),
  ],
};

/** `right x` above 0, `left (exp(x) - 1)` below. */
const exponentialLeft = (left: Ends, right: Ends): Curve =>
  rising(
    (x) => (x < 0 ? product(left, expm1(x)) : product(right, point(x))),
    [{ to: 0, bends: 'up', slope: (x) => product(left, exp(x)) }, straight(last, right)],
  );
const selu = exponentialLeft(near(1.7580993408473768), near(1.0507009873554805));
const elu = exponentialLeft(point(1), point(1));

const fifth = near(0.2);
const hardSigmoid = rising(
  (x) => {
    if (x <= -2.5) return [0, 0];
    if (x >= 2.5) return [1, 1];
    const [low, high] = sum(product(fifth, point(x)), [0.5, 0.5]);
    return [Math.max(low, 0), Math.min(high, 1)];
  },
  [straight(-2.5, [0, 0]), straight(2.5, fifth), straight(last, [0, 0])],
);

/** `f'' = s (1 - s) (2 - x tanh(x / 2))`, s the sigmoid: 1/2 at 0; below 0 it is no less than `-x exp(-x)` for `x > 0`. */
const silu = valley((x) => product(point(x), sigmoid(x)), -1.2784645428, 0.5);

/** The greatest `|f''|` is 0.6447, near -0.27: the tests bound it over all cells of a subdivision. */
const mish = valley((x) => product(point(x), inner(tanh, softplus(x))), -1.1924312145, 0.66);

/** 1.1283791670955126, `2 / sqrt(pi)`, rounded outward, times `exp(-x^2)`. */
const ofErf: Value = (x) => {
  const [low, high] = squared(x);
  return product(near(1.1283791670955126), [exp(-high)[0], exp(-low)[1]]);
};
const erfCurve = sShaped(erf, ofErf);

const [sinCurve, cosCurve] = [wave(sin, Math.PI / 2), wave(cos, 0)];

/** Functions that are not defined everywhere have ends that are NaN elsewhere: nothing is concluded from such boxes. */
const sqrtCurve = rising(sqrt, [{ to: last, bends: 'down', slope: (x) => quotient(0.5, sqrt(x)) }]);
const logCurve = rising(log, [{ to: last, bends: 'down', slope: (x) => quotient(1, point(x)) }]);
const inverse: Value = (x) => quotient(1, point(x));
const ofInverse: Value = (x) => {
  const [low, high] = quotient(1, squared(x));
  return [-high, -low];
};
const reciprocal: Curve = {
  value: inverse,
  shape: [
    { to: 0, bends: 'down', slope: ofInverse },
    { to: last, bends: 'up', slope: ofInverse },
  ],
  range: (lower, upper) =>
    lower > 0 || upper < 0 ? [inverse(upper)[0], inverse(lower)[1]] : [Number.NaN, Number.NaN],
};

/** `1 / sqrt(max(x, 0) + epsilon)`: level left of 0, where its slope jumps, convex and falling right of it. */
function inverseRoot(epsilon: number): Curve {
  const under = (x: number): Ends => sum(point(Math.max(x, 0)), point(epsilon));
  const root = (ends: Ends): Ends => inner(sqrt, ends);
  const value: Value = (x) => quotient(1, root(under(x)));
  const slope: Value = (x) => {
    const [low, high] = quotient(0.5, product(under(x), root(under(x))));
    return [-high, -low];
  };
  return {
    value,
    shape: [straight(0, [0, 0]), { to: last, bends: 'up', slope }],
    range: (lower, upper) => [value(upper)[0], value(lower)[1]],
  };
}

/** Both sides of a jump count where an end is at one: in a network as it runs, rounding may lead to either. */
const sign: Curve = {
  value: (x) => [x > 0 ? 1 : -1, x < 0 ? -1 : 1],
  shape: 'jumps',
  range: (lower, upper) => [lower > 0 ? 1 : -1, upper < 0 ? -1 : 1],
};
const floor: Curve = {
  value: (x) => [Math.ceil(x) - 1, Math.floor(x)],
  shape: 'jumps',
  range: (lower, upper) => [Math.ceil(lower) - 1, Math.floor(upper)],
};

type Options = { readonly approximate?: boolean; readonly epsilon: number };

/** Activations that are not in linear pieces of exact numbers, by their parameters: one without a curve does not compile. */
const curves: { readonly [K in CurvedName]: (params: Options) => Curve } = {
  sigmoid: () => sigmoidCurve,
  tanh: () => tanhCurve,
  softsign: () => softsign,
  softplus: () => softplusCurve,
  exp: () => expCurve,
  square: () => square,
  elu: () => elu,
  selu: () => selu,
  hardSigmoid: () => hardSigmoid,
  gelu: ({ approximate }) => (approximate ? tanhGeluCurve : geluCurve),
  silu: () => silu,
  mish: () => mish,
  sqrt: () => sqrtCurve,
  log: () => logCurve,
  reciprocal: () => reciprocal,
  inverseRoot: ({ epsilon }) => inverseRoot(epsilon),
  erf: () => erfCurve,
  sin: () => sinCurve,
  cos: () => cosCurve,
  sign: () => sign,
  floor: () => floor,
};

/** The curve of an activation, or `undefined` for one in linear pieces and for any other op. */
export const curveOf = ({ op, params }: PlainNode): Curve | undefined =>
  curves[op as CurvedName]?.(params as unknown as Options);

/**
 * How far a program's curves may be from the functions themselves, as a share of the greatest of 1, `|x|` and `|f(x)|`: more than
 * what the libraries of the usual runtimes and WGSL's limits allow. What has no entry has no such limit: WGSL gives sines
 * 2^-11, functions that jump may come out on either side, and a logarithm of a number that is flushed to 0 is infinite.
 */
export const float32CurveErrors: { readonly [K in CurvedName]?: number } = {
  square: 2 ** -22,
  sqrt: 2 ** -20,
  reciprocal: 2 ** -20,
  inverseRoot: 2 ** -18,
  hardSigmoid: 2 ** -20,
  softsign: 2 ** -20,
  sigmoid: 2 ** -16,
  tanh: 2 ** -16,
  softplus: 2 ** -16,
  exp: 2 ** -16,
  elu: 2 ** -16,
  selu: 2 ** -16,
  gelu: 2 ** -16,
  silu: 2 ** -16,
  mish: 2 ** -16,
  erf: 2 ** -16,
};
