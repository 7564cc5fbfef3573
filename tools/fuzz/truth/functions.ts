/** A value and how far it may be from the exact one. */
export type Point = readonly [value: number, error: number];

const u = 2 ** -50; // eight times the unit roundoff: what Math.exp and its like are off by at most, with room

/** `2 / sqrt(pi) * integral of exp(-t^2) from 0 to x`, by its series of positive terms (DLMF 7.6.2). */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const [scale, scaleAlpha] = [1.0507009873554805, 1.7580993408473768];

/** A function with a Lipschitz constant, whose own error is `u` times the value and the input. */
const smooth =
  (f: (x: number, params: Params) => number, lipschitz: number) =>
  (x: number, error: number, params: Params): Point => {
    const y = f(x, params);
    return [y, lipschitz * error + u * (Math.abs(y) + Math.min(Math.abs(x), 64))];
  };

/** As above for those that grow as x does: the error of a product with x. */
const growing =
  (f: (x: number, params: Params) => number, lipschitz: number) =>
  (x: number, error: number, params: Params): Point => [
    f(x, params),
    lipschitz * error + 4 * u * (Math.abs(x) + 1),
  ];

type Params = { readonly alpha?: number; readonly approximate?: boolean; readonly epsilon?: number };

/** The activations, each with the error that its input's and its own computation may bring. */
export const functions: {
  readonly [op: string]: (x: number, error: number, params: Params) => Point;
} = {
  relu: (x, e) => [Math.max(x, 0), e],
  abs: (x, e) => [Math.abs(x), e],
  relu6: (x, e) => [Math.min(Math.max(x, 0), 6), e],
  leakyRelu: (x, e, { alpha = 0 }) =>
    x < 0 ? [alpha * x, Math.max(1, alpha) * e + Math.abs(alpha * x) * u] : [x, Math.max(1, alpha) * e],
  square: (x, e) => [x * x, (2 * Math.abs(x) + e) * e + x * x * u],
  exp: (x, e) => {
    const y = Math.exp(x);
    const error = y * Math.expm1(e) + y * u + Number.MIN_VALUE;
    return [y, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error]; // 0 times infinity: e is as good as no bound
  },
  elu: smooth((x) => (x < 0 ? Math.expm1(x) : x), 1),
  selu: smooth((x) => (x < 0 ? scaleAlpha * Math.expm1(x) : scale * x), 1.76),
  sigmoid: smooth(sigmoid, 0.25),
  tanh: smooth(Math.tanh, 1),
  softplus: smooth(softplus, 1),
  softsign: smooth((x) => x / (1 + Math.abs(x)), 1),
  hardSigmoid: smooth((x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1), 0.2),
  silu: growing((x) => x * sigmoid(x), 1.1),
  mish: growing((x) => x * Math.tanh(softplus(x)), 1.1),
  gelu: growing(
    (x, { approximate }) =>
      approximate
        ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
        : 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
    1.2,
  ),
  // falling: what the error does at either side
  inverseRoot: (x, e, { epsilon = 1 }) => {
    const f = (at: number) => 1 / Math.sqrt(Math.max(at, 0) + epsilon);
    const y = f(x);
    return [y, Math.max(f(x - e) - y, y - f(x + e)) + 4 * u * y];
  },
  erf: smooth(erf, 1.13),
  sin: smooth(Math.sin, 1),
  cos: smooth(Math.cos, 1),
  // within the error of a jump, any value beside it
  sign: (x, e) => [Math.sign(x), Math.abs(x) <= e ? 2 : 0],
  floor: (x, e) => [Math.floor(x), Math.floor(x + e) - Math.floor(x - e)],
  // NaN, surely, where a function is not defined, and of any value where that is not sure
  sqrt: (x, e) => {
    if (x < e && e > 0) return [x + e < 0 ? Number.NaN : 0, Number.POSITIVE_INFINITY];
    const y = Math.sqrt(x);
    return [y, (y > 0 ? e / y : 0) + u * y];
  },
  log: (x, e) => {
    if (x <= e) return [x + e <= 0 ? Number.NaN : 0, Number.POSITIVE_INFINITY];
    const y = Math.log(x);
    return [y, -Math.log1p(-e / x) + u * (Math.abs(y) + 1)];
  },
  reciprocal: (x, e) => {
    if (Math.abs(x) <= e) return [x === 0 && e === 0 ? Number.NaN : 0, Number.POSITIVE_INFINITY];
    const y = 1 / x;
    return [y, e / (Math.abs(x) * (Math.abs(x) - e)) + u * Math.abs(y) + Number.MIN_VALUE];
  },
};

/** Ops that are not defined everywhere: their value is NaN where, for sure, they are not. */
export const partial: readonly string[] = ['sqrt', 'log', 'reciprocal'];
