import type { Builder } from '../graph/builder';
import { elementwise } from '../graph/elementwise';
import type { DType, GraphNode } from '../graph/graph';
import type { Attributes, KernelRule } from './rule';

/** Several nodes in place of one, of the stored tensor `x`. */
export type Emit = (b: Builder, x: string, attributes: Attributes) => string;

/** A function of each element. */
export const composed =
  (emit: Emit, dtype?: DType): KernelRule =>
  (b, inputs, attributes) => {
    const x = (inputs.x ?? inputs.input)!;
    return elementwise(b, [x], (name) => emit(b, name, attributes), dtype ?? x.dtype);
  };

/** A function of each element that ONNX has as an operator. */
export const unary = (op: string, nodeAttributes: GraphNode['attributes'] = {}, dtype?: DType): KernelRule =>
  composed((b, x) => b.one(op, [x], nodeAttributes), dtype);

export const square = composed((b, x) => b.one('Mul', [x, x]));

export const rsqrt = composed((b, x) => b.one('Reciprocal', [b.one('Sqrt', [x])]));

export const leakyRelu = composed((b, x, { alpha }) => b.one('LeakyRelu', [x], { alpha: { float: alpha } }));

export const clip = composed((b, x, { clipValueMin, clipValueMax }) =>
  b.one('Clip', [x, b.scalar(clipValueMin), b.scalar(clipValueMax)]),
);

export const relu6 = composed((b, x) => b.one('Clip', [x, b.scalar(0), b.scalar(6)]));

/** Twice times this every number but 0, denormal ones too, is beyond -1 and 1. */
const HUGE = 2 ** 127;

const wholeSign = unary('Sign');

/** onnxruntime's Sign of floats takes three times as long; the gradient of `|W|` needs one as large as W at every step. */
const floatSign = composed((b, x) => {
  const scaled = b.one('Mul', [b.one('Mul', [x, b.scalar(HUGE)]), b.scalar(HUGE)]);
  return b.one('Clip', [scaled, b.scalar(-1), b.scalar(1)]);
});

/** NaN stays NaN. */
export const sign: KernelRule = (b, inputs, attributes) =>
  (inputs.x!.dtype === 'float32' ? floatSign : wholeSign)(b, inputs, attributes);

/**
 * 1 above 0 and alpha below; NaN stays NaN, which a comparison would make alpha. HardSigmoid scales and clips in one
 * pass over memory: each relu has a step for its gradient.
 */
export const step = composed((b, x, { alpha }) => {
  const scaled = b.one('Mul', [x, b.scalar(HUGE)]);
  const one = b.one('HardSigmoid', [scaled], { alpha: { float: HUGE }, beta: { float: 0 } });
  if (alpha === 0) return one;
  const nanOrAlpha = b.one('Where', [b.one('IsNaN', [x]), x, b.scalar(alpha)]);
  return b.one('Where', [b.one('Greater', [x, b.scalar(0)]), one, nanOrAlpha]);
});

export const finite = composed(
  (b, x) => b.one('Not', [b.one('Or', [b.one('IsNaN', [x]), b.one('IsInf', [x])])]),
  'bool',
);

/** As accurate near 0 as far from it: `log(u) x / (u - 1)` for the rounded `u = 1 + x` (Kahan). */
export const log1p = composed((b, x) => {
  const u = b.one('Add', [x, b.scalar(1)]);
  const log = b.one('Log', [u]);
  const exact = b.one('Div', [b.one('Mul', [log, x]), b.one('Sub', [u, b.scalar(1)])]);
  const near0 = b.one('Less', [b.one('Abs', [x]), b.scalar(0.5)]);
  const whereExact = b.one('Where', [b.one('Equal', [u, b.scalar(1)]), x, exact]);
  return b.one('Where', [near0, whereExact, log]);
});

/** Near 0 from `expm1(x) = 2 t / (1 - t)` with `t = tanh(x / 2)`, where `exp(x) - 1` would cancel. */
export const expm1 = composed((b, x) => {
  const t = b.one('Tanh', [b.one('Mul', [x, b.scalar(0.5)])]);
  const small = b.one('Div', [b.one('Add', [t, t]), b.one('Sub', [b.scalar(1), t])]);
  const large = b.one('Sub', [b.one('Exp', [x]), b.scalar(1)]);
  return b.one('Where', [b.one('Less', [b.one('Abs', [x]), b.scalar(0.5)]), small, large]);
});
