import { type Shape, sizeOf } from '@ibp/core';
import { type Constant, constant } from '../constant/constant';
import { mapped } from '../constant/elementwise';
import { pick, places, stridesOf } from '../constant/strided';
import { affine } from '../graph/affine';
import { arranged } from '../graph/arrange';
import type { Call, OpRule } from '../graph/call';
import { stored, type Value, type Variable } from '../graph/value';
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
    const sizes = [going, kept].map((axes) => sizeOf(axes.map((axis) => x.shape[axis]!))) as [number, number];
    const made =
      x.kind === 'constant'
        ? folded(x, going, kept, sizes, fold)
        : lowered(call, x, going, kept, sizes, lower);
    return { ...made, shape };
  };

function folded(
  x: Constant,
  going: Shape,
  kept: Shape,
  [count, rest]: readonly [number, number],
  fold: Reduction['fold'],
): Value {
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

function lowered(
  call: Call,
  x: Variable,
  going: Shape,
  kept: Shape,
  [count, rest]: readonly [number, number],
  lower: Reduction['lower'],
): Variable {
  const node = lower(call, arranged(call.build, x, [...going, ...kept], [count, rest]));
  const left = kept.map((axis) => x.shape[axis]!);
  return stored(node, left, [...left.keys()]);
}

export const reduceMean = reduction(mean);
export const reduceSum = reduction(sum);
export const reduceMax = reduction(greatest);
export const reduceMin = reduction(least);
export const reduceProd = reduction(product);
