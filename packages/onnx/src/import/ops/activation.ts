import { type Constant, constant } from '../constant/constant';
import { mapped } from '../constant/elementwise';
import { affine } from '../graph/affine';
import { binary } from '../graph/binary';
import type { Call, OpRule } from '../graph/call';
import type { Variable } from '../graph/value';
import { combine, product } from './arithmetic';
import { applied } from './elementwise';
import { input, optionalConstant, variable } from './inputs';

const number = (value: number): Constant => constant('float32', [], [value]);

const relu = (call: Call, x: Variable): Variable => applied(call, x, 'relu', {}) as Variable;

/** `relu(x) - slope relu(-x)`: any slope left of 0, one for each element if need be. */
function bent(call: Call, x: Variable, slope: Constant): Variable {
  const { build } = call;
  const left = relu(call, affine(build, x, { scale: number(-1) }));
  return binary(build, 'subtract', relu(call, x), combine(call, product, left, slope) as Variable)!;
}

/** A slope from 0 to 1 has an op of its own. */
const withSlope = (call: Call, x: Variable, slope: Constant): Variable => {
  const alpha = slope.data[0]!;
  return slope.data.length === 1 && alpha >= 0 && alpha <= 1
    ? (applied(call, x, 'leakyRelu', { alpha }) as Variable)
    : bent(call, x, slope);
};

export const leakyRelu: OpRule = (call) =>
  withSlope(call, variable(call, 0), number(Math.fround(call.attributes.float('alpha', 0.01))));

export const pRelu: OpRule = (call) =>
  withSlope(call, variable(call, 0), optionalConstant(call, 1) ?? call.refuse('expected slopes'));

/** `max(x, low)` and `min(x, high)`, by relu, where a bound is given. */
export function clipped(
  call: Call,
  x: Variable,
  low: Constant | undefined,
  high: Constant | undefined,
): Variable {
  const above = low ? atLeast(call, x, low) : x;
  return high ? atMost(call, above, high) : above;
}

const negative = ({ data, ...rest }: Constant): Constant => ({
  ...rest,
  data: data.map((v) => -v) as Float32Array,
});
const isZero = ({ data }: Constant): boolean => data.every((v) => v === 0);

function atLeast(call: Call, x: Variable, low: Constant): Variable {
  const { build } = call;
  if (isZero(low)) return relu(call, x);
  return affine(build, relu(call, affine(build, x, { shift: negative(low) })), { shift: low });
}

function atMost(call: Call, x: Variable, high: Constant): Variable {
  const { build } = call;
  const rest = relu(call, affine(build, x, { scale: number(-1), shift: high }));
  return affine(build, rest, { scale: number(-1), shift: high });
}

/** Between two numbers, each of which may be left out. */
export const clip: OpRule = (call) => {
  const x = variable(call, 0);
  const bound = (name: string, i: number): Constant | undefined => {
    const own = call.attributes.float(name, undefined);
    const given = own === undefined ? optionalConstant(call, i) : number(own);
    const value = given?.data[0];
    if (value !== undefined && Number.isNaN(value)) call.refuse(`expected ${name} to be a number, got NaN`);
    // no bound at all, as exporters write it
    return value === undefined || Math.abs(value) >= 3.4e38 ? undefined : number(value);
  };
  const [low, high] = [bound('min', 1), bound('max', 2)];
  const six = low && high && isZero(low) && high.data[0] === 6;
  if (low && high && low.data[0]! > high.data[0]!) call.refuse('expected min <= max');
  return six ? applied(call, x, 'relu6', {}) : clipped(call, x, low, high);
};

/** `x` where that is greater than `alpha`, and 0 elsewhere: a rise by `alpha` right of it, and what is above. */
export const thresholdedRelu: OpRule = (call) => {
  const { build } = call;
  const alpha = call.attributes.float('alpha', 1);
  const above = affine(build, variable(call, 0), { shift: number(-alpha) });
  const rest = relu(call, above);
  if (alpha === 0) return rest;
  const right = relu(call, applied(call, above, 'sign', {}) as Variable);
  return binary(build, 'add', rest, affine(build, right, { scale: number(alpha) }))!;
};

/** `-floor(-x)`. */
export const ceil: OpRule = (call) => {
  const x = input(call, 0);
  if (x.kind === 'constant') return mapped(x, Math.ceil);
  const minus = { scale: number(-1) };
  return affine(call.build, applied(call, affine(call.build, x, minus), 'floor', {}) as Variable, minus);
};

/** `x sigmoid(alpha x)`. */
export const swish: OpRule = (call) => {
  const { build } = call;
  const x = variable(call, 0);
  const alpha = call.attributes.float('alpha', 1);
  const inner = alpha === 1 ? x : affine(build, x, { scale: number(alpha) });
  return binary(build, 'multiply', x, applied(call, inner, 'sigmoid', {}) as Variable)!;
};

/** `alpha (exp(x) - 1)` left of 0. */
export const elu: OpRule = (call) => {
  const x = input(call, 0);
  const alpha = call.attributes.float('alpha', 1);
  const y = applied(call, x, 'elu', {});
  if (alpha === 1 || y.kind === 'constant') return alpha === 1 ? y : call.refuse('expected alpha 1');
  return scaledLeft(call, x as Variable, y, alpha, 1);
};

/** `gamma (relu(x) + alpha (elu(x) - relu(x)))`. */
function scaledLeft(call: Call, x: Variable, y: Variable, alpha: number, gamma: number): Variable {
  const { build } = call;
  const right = relu(call, x);
  const left = affine(build, binary(build, 'subtract', y, right)!, { scale: number(alpha * gamma) });
  return binary(build, 'add', left, affine(build, right, { scale: number(gamma) }))!;
}

const seluAlpha = Math.fround(1.6732632423543772);
const seluGamma = Math.fround(1.0507009873554805);

export const selu: OpRule = (call) => {
  const x = variable(call, 0);
  const alpha = call.attributes.float('alpha', seluAlpha);
  const gamma = call.attributes.float('gamma', seluGamma);
  const usual = Math.fround(alpha) === seluAlpha && Math.fround(gamma) === seluGamma;
  if (usual) return applied(call, x, 'selu', {});
  return scaledLeft(call, x, applied(call, x, 'elu', {}) as Variable, alpha, gamma);
};

/** `alpha elu(x / alpha)` left of 0. */
export const celu: OpRule = (call) => {
  const x = variable(call, 0);
  const alpha = call.attributes.float('alpha', 1);
  if (alpha === 1) return applied(call, x, 'elu', {});
  if (!(alpha > 0)) call.refuse(`expected alpha above 0, got ${alpha}`);
  const inner = affine(call.build, x, { scale: number(1 / alpha) });
  return affine(call.build, applied(call, inner, 'elu', {}) as Variable, { scale: number(alpha) });
};

const hard = (call: Call, x: Variable, alpha: number, beta: number): Variable =>
  clipped(call, affine(call.build, x, { scale: number(alpha), shift: number(beta) }), number(0), number(1));

/** `alpha x + beta` between 0 and 1. */
export const hardSigmoid: OpRule = (call) => {
  const x = variable(call, 0);
  const [alpha, beta] = [call.attributes.float('alpha', 0.2), call.attributes.float('beta', 0.5)];
  const usual = Math.fround(alpha) === Math.fround(0.2) && beta === 0.5;
  return usual ? applied(call, x, 'hardSigmoid', {}) : hard(call, x, alpha, beta);
};

/** `x` times that of a sixth of it. */
export const hardSwish: OpRule = (call) => {
  const x = variable(call, 0);
  return binary(call.build, 'multiply', x, hard(call, x, 1 / 6, 0.5))!;
};

/** `x * Phi(x)`, or by tanh. */
export const gelu: OpRule = (call) => {
  const kind = call.attributes.string('approximate', 'none');
  if (kind !== 'none' && kind !== 'tanh') call.refuse(`expected approximate "none" or "tanh"`);
  return applied(call, input(call, 0), 'gelu', kind === 'tanh' ? { approximate: true } : {});
};
