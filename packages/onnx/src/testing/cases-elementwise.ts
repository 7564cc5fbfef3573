import fc from 'fast-check';
import type { KernelCall } from './compare';
import * as g from './generators';

type Case = fc.Arbitrary<KernelCall>;

const unary = (
  element: fc.Arbitrary<number> = g.any,
  attributes: fc.Arbitrary<object> = fc.constant({}),
): Case =>
  g
    .shapes()
    .chain((shape) => fc.tuple(g.float(shape, element), attributes))
    .map(([x, attrs]) => ({ inputs: { x }, attributes: attrs }));

export const unaryCases = {
  Abs: unary(),
  Acos: unary(g.within1),
  Asin: unary(g.within1),
  Atan: unary(g.numbers),
  Ceil: unary(),
  ClipByValue: unary(
    g.any,
    fc.constantFrom({ clipValueMin: -1, clipValueMax: 2 }, { clipValueMin: 0, clipValueMax: 1 }),
  ),
  Cos: unary(g.numbers),
  Elu: unary(),
  Erf: unary(),
  Exp: unary(),
  Expm1: unary(fc.oneof(g.numbers, g.small, g.any)),
  Floor: unary(),
  IsFinite: unary(),
  IsInf: unary(),
  IsNan: unary(),
  LeakyRelu: unary(g.any, fc.constantFrom({ alpha: 0.2 }, { alpha: 0 })),
  Log: unary(fc.oneof(g.positive, fc.constantFrom(0, Infinity, Number.NaN))),
  Log1p: unary(fc.oneof(g.positive, g.small, fc.constantFrom(-1, Infinity, Number.NaN))),
  LogicalNot: g
    .shapes()
    .chain(g.bool)
    .map((x) => ({ inputs: { x } })),
  Neg: unary(),
  Reciprocal: unary(
    fc.oneof(
      g.positive,
      g.positive.map((n) => -n),
      fc.constantFrom(Infinity, Number.NaN),
    ),
  ),
  Relu: unary(),
  Relu6: unary(
    fc.oneof(
      g.any,
      g.numbers.map((n) => 3 * n),
    ),
  ),
  Round: unary(
    fc.oneof(
      g.numbers,
      g.integers.map((n) => n / 2),
    ),
  ),
  Rsqrt: unary(g.positive),
  Selu: unary(),
  Sigmoid: unary(),
  Sign: unary(g.numbers), // of NaN cpu makes 0; onnxruntime keeps it
  Sin: unary(g.numbers),
  Softplus: unary(),
  Sqrt: unary(fc.oneof(g.positive, fc.constantFrom(0, -1, Infinity, Number.NaN))),
  Square: unary(),
  Step: unary(g.any, fc.constantFrom({ alpha: 0 }, { alpha: 0.2 }, { alpha: Number.NaN })),
  Tan: unary(g.within1),
  Tanh: unary(),
};

const two = (element: (shape: readonly number[]) => fc.Arbitrary<KernelCall['inputs'][string]>): Case =>
  g.pairs.chain(([p, q]) => fc.tuple(element(p), element(q))).map(([a, b]) => ({ inputs: { a, b } }));

const floats = (element: fc.Arbitrary<number> = g.any): Case => two((shape) => g.float(shape, element));
const whole = (element: fc.Arbitrary<number> = g.integers): Case => two((shape) => g.int(shape, element));
const numeric = (): Case => fc.oneof(floats(), whole());
const comparison = (): Case => fc.oneof(floats(), floats(g.integers), whole(), two(g.bool));
const nonzero = g.integers.map((n) => n || 1);

const same = (names: readonly string[], element: fc.Arbitrary<number> = g.any): Case =>
  g
    .shapes()
    .chain((shape) => fc.tuple(...names.map(() => g.float(shape, element))))
    .map((tensors) => ({ inputs: Object.fromEntries(tensors.map((t, i) => [names[i]!, t])) }));

export const binaryCases = {
  Add: numeric(),
  AddN: fc.oneof(same(['0']), same(['0', '1']), same(['0', '1', '2', '3'])),
  EluGrad: same(['dy', 'y']),
  Equal: comparison(),
  FloorDiv: fc.oneof(floats(g.positive), whole(nonzero)),
  Greater: comparison(),
  GreaterEqual: comparison(),
  Less: comparison(),
  LessEqual: comparison(),
  LogicalAnd: two(g.bool),
  LogicalOr: two(g.bool),
  Maximum: numeric(),
  Minimum: numeric(),
  Mod: fc.oneof(floats(g.numbers.map((n) => n || 1)), whole(nonzero)),
  Multiply: numeric(),
  NotEqual: comparison(),
  Pow: floats(g.positive),
  Prelu: same(['x', 'alpha'], g.orNaN),
  RealDiv: floats(
    fc.oneof(
      g.positive,
      g.positive.map((n) => -n),
      fc.constantFrom(Infinity, Number.NaN),
    ),
  ),
  Select: g
    .shapes()
    .chain((shape) =>
      fc.tuple(
        g.bool(shape),
        g.float(shape, g.any),
        g.float(shape, g.any),
        g.bool(shape),
        g.bool(shape),
        fc.boolean(),
      ),
    )
    .map(([condition, t, e, p, q, ofBools]) => ({
      inputs: ofBools ? { condition, t: p, e: q } : { condition, t, e },
    })),
  SquaredDifference: floats(),
  Sub: numeric(),
};
