import type { Shape } from '@ibp/bounds';
import type { AffineMap } from '../affine-map';
import { type PlainParams, type PlainTensor, sizeOf } from '../plain-network';

/** The element of a parameter that broadcasts to `shape` which belongs to unit `i` of it. */
function broadcast({ shape: small, data }: PlainTensor, shape: Shape): (i: number) => number {
  if (small.length === 1 && small[0] === shape.at(-1)) return (i) => data[i % small[0]!]!;
  if (data.length === 1) return () => data[0]!;
  const offset = shape.length - small.length;
  const axes: { stride: number; size: number; step: number }[] = [];
  let [stride, step] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const own = small[axis - offset] ?? 1;
    if (own > 1) axes.push({ stride, size: shape[axis]!, step });
    stride *= shape[axis]!;
    step *= own;
  }
  return (i) =>
    data[axes.reduce((at, { stride, size, step }) => at + (Math.floor(i / stride) % size) * step, 0)]!;
}

export function affine({ scale, shift }: PlainParams<'affine'>, [input]: readonly Shape[]): AffineMap {
  const scaleOf = broadcast(scale, input!);
  const n = sizeOf(input!);
  return {
    inputs: n,
    outputs: n,
    maxTerms: 1,
    bias: broadcast(shift, input!),
    row: (i, columns, weights) => {
      columns[0] = i;
      weights[0] = scaleOf(i);
      return 1;
    },
  };
}

const combination =
  (second: 1 | -1) =>
  (_: object, [a]: readonly Shape[]): AffineMap => {
    const n = sizeOf(a!);
    return {
      inputs: 2 * n,
      outputs: n,
      maxTerms: 2,
      bias: () => 0,
      row: (i, columns, weights) => {
        columns[0] = i;
        columns[1] = n + i;
        weights[0] = 1;
        weights[1] = second;
        return 2;
      },
    };
  };

export const add = combination(1);
export const subtract = combination(-1);
