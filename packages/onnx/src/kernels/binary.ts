import type { Builder } from '../graph/builder';
import { elementwise } from '../graph/elementwise';
import type { DType } from '../graph/graph';
import { broadcastShape } from '../graph/shapes';
import { broadcastTo, type View } from '../graph/view';
import type { KernelRule } from './rule';

type Emit = (b: Builder, x: string, y: string, dtype: DType) => string;

/** A function of two tensors, element by element, with broadcasting. */
export const composedBinary =
  (emit: Emit, dtype?: DType): KernelRule =>
  (b, { a, b: c }) =>
    elementwise(b, [a!, c!], (x, y) => emit(b, x, y, a!.dtype), dtype ?? a!.dtype);

export const binary = (op: string): KernelRule => composedBinary((b, x, y) => b.one(op, [x, y]));

const asInt = (b: Builder, x: string, dtype: DType): string =>
  dtype === 'bool' ? b.one('Cast', [x], { to: 6 }) : x;

/** Comparisons of bools compare 0 and 1. */
export const compare = (op: string): KernelRule =>
  composedBinary((b, x, y, dtype) => b.one(op, [asInt(b, x, dtype), asInt(b, y, dtype)]), 'bool');

export const notEqual = composedBinary((b, x, y) => b.one('Not', [b.one('Equal', [x, y])]), 'bool');

export const logical = (op: string): KernelRule => composedBinary((b, x, y) => b.one(op, [x, y]), 'bool');

export const squaredDifference = composedBinary((b, x, y) => {
  const difference = b.one('Sub', [x, y]);
  return b.one('Mul', [difference, difference]);
});

/** The remainder with the sign of the divisor, in the steps of tfjs. */
export const mod = composedBinary((b, x, y, dtype) => {
  const zero = b.scalar(0, dtype as 'float32');
  const remainder = b.one('Mod', [x, y], { fmod: 1 });
  const moved = b.one('Mod', [b.one('Add', [remainder, y]), y], { fmod: 1 });
  const sameSign = b.one('Equal', [b.one('Less', [x, zero]), b.one('Less', [y, zero])]);
  return b.one('Where', [sameSign, remainder, moved]);
});

/** A whole number even of floats, as tfjs has it; divided in float64, which holds every int32 exactly. */
export const floorDiv = composedBinary((b, x, y) => {
  const [p, q] = [x, y].map((name) => b.one('Cast', [name], { to: 11 })) as [string, string];
  return b.one('Cast', [b.one('Floor', [b.one('Div', [p, q])])], { to: 6 });
}, 'int32');

export const eluGrad: KernelRule = (b, { dy, y }) =>
  elementwise(b, [dy!, y!], (gradient, value) => {
    const inner = b.one('Mul', [gradient, b.one('Add', [value, b.scalar(1)])]);
    return b.one('Where', [b.one('GreaterOrEqual', [value, b.scalar(0)]), gradient, inner]);
  });

export const prelu: KernelRule = (b, { x, alpha }) =>
  elementwise(b, [x!, alpha!], (value, slope) => {
    const inner = b.one('Mul', [value, slope]);
    return b.one('Where', [b.one('Less', [value, b.scalar(0)]), inner, value]);
  });

/** Times 1 is nothing to do: the gradient of a sum is one, with ones of the shape to broadcast to. */
export const multiply: KernelRule = (b, inputs, attributes) => {
  const { a, b: c } = inputs as { a: View; b: View };
  const shape = broadcastShape([a.shape, c.shape]);
  if (b.numberOf(c.name) === 1) return broadcastTo(a, shape);
  if (b.numberOf(a.name) === 1) return broadcastTo(c, shape);
  return binary('Mul')(b, inputs, attributes);
};
