import type { Shape } from '@ibp/bounds';
import type { AffineMap } from '../affine-map';
import { type PlainParams, sizeOf } from '../plain-network';

/** Every output is one input unit, `source[i]`, or the constant `value` where that is -1. */
function selection(inputs: number, source: Int32Array, value = 0): AffineMap {
  return {
    inputs,
    outputs: source.length,
    maxTerms: 1,
    bias: (i) => (source[i]! < 0 ? value : 0),
    row: (i, columns, weights) => {
      if (source[i]! < 0) return 0;
      columns[0] = source[i]!;
      weights[0] = 1;
      return 1;
    },
  };
}

/** How far apart neighbours along each axis lie in row-major order. */
function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** For each element of `shape`, what `place` makes of its index along every axis. */
function fromIndices(shape: Shape, place: (index: readonly number[]) => number): Int32Array {
  const strides = stridesOf(shape);
  return Int32Array.from({ length: sizeOf(shape) }, (_, i) =>
    place(strides.map((stride, axis) => Math.floor(i / stride) % shape[axis]!)),
  );
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

export const reshape = (_: PlainParams<'reshape'>, [input]: readonly Shape[]): AffineMap =>
  selection(
    sizeOf(input!),
    Int32Array.from({ length: sizeOf(input!) }, (_, i) => i),
  );

export function broadcast({ shape }: PlainParams<'broadcast'>, [input]: readonly Shape[]): AffineMap {
  const own = [...Array<number>(shape.length - input!.length).fill(1), ...input!];
  const strides = stridesOf(own).map((stride, axis) => (own[axis] === 1 ? 0 : stride));
  return selection(
    sizeOf(input!),
    fromIndices(shape, (index) => dot(index, strides)),
  );
}

export function transpose({ permutation }: PlainParams<'transpose'>, [input]: readonly Shape[]): AffineMap {
  const strides = stridesOf(input!);
  const from = permutation.map((axis) => strides[axis]!);
  const output = permutation.map((axis) => input![axis]!);
  return selection(
    sizeOf(input!),
    fromIndices(output, (index) => dot(index, from)),
  );
}

export function pad({ paddings, value = 0 }: PlainParams<'pad'>, [input]: readonly Shape[]): AffineMap {
  const strides = stridesOf(input!);
  const output = input!.map((n, axis) => n + paddings[axis]![0] + paddings[axis]![1]);
  const source = fromIndices(output, (index) => {
    const inner = index.map((at, axis) => at - paddings[axis]![0]);
    return inner.every((at, axis) => at >= 0 && at < input![axis]!) ? dot(inner, strides) : -1;
  });
  return selection(sizeOf(input!), source, value);
}

export function concat({ axis }: PlainParams<'concat'>, inputs: readonly Shape[]): AffineMap {
  const first = inputs[0]!;
  const along = axis < 0 ? first.length + axis : axis;
  const starts = inputs.map((_, k) => inputs.slice(0, k).reduce((sum, shape) => sum + shape[along]!, 0));
  const offsets = inputs.map((_, k) => inputs.slice(0, k).reduce((sum, shape) => sum + sizeOf(shape), 0));
  const total = inputs.reduce((sum, shape) => sum + shape[along]!, 0);
  const output = first.map((n, i) => (i === along ? total : n));
  const source = fromIndices(output, (index) => {
    const which = starts.findLastIndex((start, k) => index[along]! >= start && inputs[k]![along]! > 0);
    const inner = index.map((at, i) => (i === along ? at - starts[which]! : at));
    return offsets[which]! + dot(inner, stridesOf(inputs[which]!));
  });
  return selection(
    inputs.reduce((sum, shape) => sum + sizeOf(shape), 0),
    source,
  );
}
