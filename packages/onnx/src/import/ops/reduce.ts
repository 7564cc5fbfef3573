import { type ActivationName, type Shape, sizeOf } from '@ibp/core';
import { type Constant, constant } from '../constant/constant';
import { mapped } from '../constant/elementwise';
import { pick, places, stridesOf } from '../constant/strided';
import { affine } from '../graph/affine';
import { arranged } from '../graph/arrange';
import type { Call, OpRule } from '../graph/call';
import { stored, type Value, type Variable } from '../graph/value';
import { applied } from './elementwise';
import { axisOf, input, intsOf } from './inputs';

/** What becomes of the elements along the axes that go: of constants, and of a node `[places, kept]` to one `[kept]`. */
type Reduction = {
  readonly fold: (values: Float64Array) => number;
  readonly lower: (call: Call, node: number) => number;
};

const minusOne = constant('float32', [], [-1]);

const mean: Reduction = {
  fold: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  lower: ({ build }, node) => build.add('globalAveragePool', {}, [node]),
};

const sum: Reduction = {
  fold: (values) => values.reduce((a, b) => a + b, 0),
  lower: ({ build }, node) => {
    const total = build.add('sum', { axis: 0 }, [node]);
    return build.add('reshape', { shape: [build.shapeOf(total)[1]!] }, [total]);
  },
};

const greatest: Reduction = {
  fold: (values) => values.reduce((a, b) => (a > b || Number.isNaN(a) ? a : b), Number.NEGATIVE_INFINITY),
  lower: ({ build }, node) => build.add('globalMaxPool', {}, [node]),
};

const least: Reduction = {
  fold: (values) => -greatest.fold(values.map((v) => -v)),
  lower: ({ build }, node) => {
    const negative = (of: number) => {
      const shape = build.shapeOf(of);
      return affine(build, { ...stored(of, shape, [...shape.keys()]) }, { scale: minusOne }).node;
    };
    return negative(build.add('globalMaxPool', {}, [negative(node)]));
  },
};

const product: Reduction = {
  fold: (values) => values.reduce((a, b) => a * b, 1),
  lower: ({ refuse }) => refuse("expected constants, got a product of the network's values"),
};

/** Which axes go: given ones, or all, unless none are to where none is given. */
function axesThatGo(call: Call, rank: number): readonly number[] {
  const none = call.attributes.int('noop_with_empty_axes', 0) !== 0;
  const given = intsOf(call, 'axes', 1)?.map((axis) => axisOf(call, axis, rank)) ?? [];
  return given.length > 0 || none ? given : Array.from({ length: rank }, (_, axis) => axis);
}

export const reduction =
  ({ fold, lower }: Reduction): OpRule =>
  (call) => {
    const x = input(call, 0);
    const rank = x.shape.length;
    const going = axesThatGo(call, rank);
    const keep = call.attributes.int('keepdims', 1) !== 0;
    if (going.length === 0) return x;
    const kept = [...x.shape.keys()].filter((axis) => !going.includes(axis));
    const shape = x.shape.flatMap((n, axis) => (going.includes(axis) ? (keep ? [1] : []) : [n]));
    const axes = { going, kept };
    const made = x.kind === 'constant' ? folded(x, axes, fold) : lowered(call, x, axes, lower);
    return { ...made, shape };
  };

/** The axes that go, and those that are kept. */
type Axes = { readonly going: Shape; readonly kept: Shape };

const countOf = ({ shape }: Value, axes: Shape): number => sizeOf(axes.map((axis) => shape[axis]!));

function folded(x: Constant, { going, kept }: Axes, fold: Reduction['fold']): Value {
  const [count, rest] = [countOf(x, going), countOf(x, kept)];
  const order = [...kept, ...going];
  const strides = stridesOf(x.shape);
  const from = places(
    order.map((axis) => x.shape[axis]!),
    order.map((axis) => strides[axis]!),
  );
  const sorted = Float64Array.from(pick(x.data as Float64Array, from));
  const values = Array.from({ length: rest }, (_, i) => fold(sorted.subarray(i * count, (i + 1) * count)));
  return mapped(constant(x.type, [rest], values), (v) => v);
}

function lowered(call: Call, x: Variable, { going, kept }: Axes, lower: Reduction['lower']): Variable {
  const sizes = [countOf(x, going), countOf(x, kept)];
  const node = lower(call, arranged(call.build, x, [...going, ...kept], sizes));
  const left = kept.map((axis) => x.shape[axis]!);
  return stored(node, left, [...left.keys()]);
}

export const reduceMean = reduction(mean);
export const reduceSum = reduction(sum);
export const reduceMax = reduction(greatest);
export const reduceMin = reduction(least);
export const reduceProd = reduction(product);

/** A reduction of what a function makes of each element, and perhaps a function of the result. */
const composed =
  (before: ActivationName, after?: ActivationName): OpRule =>
  (call) => {
    const x = applied(call, input(call, 0), before, {} as never);
    const reduced = reduceSum({ ...call, inputs: [x, ...call.inputs.slice(1)] }) as Value;
    return after ? applied(call, reduced, after, {} as never) : reduced;
  };

export const reduceL1 = composed('abs');
export const reduceL2 = composed('square', 'sqrt');
export const reduceSumSquare = composed('square');
export const reduceLogSumExp = composed('exp', 'log');
