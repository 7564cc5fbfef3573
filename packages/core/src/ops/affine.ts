import { fail } from '../errors';
import { broadcasts, formatShape, type Shape, type Shaped, sizeOf } from '../shape';
import type { LinearOp, PlainTensor } from './definition';
import { tensor } from './kinds';

/** `scale` and `shift`, each of a shape that broadcasts to the units: one a channel, `[channels]`, or one a unit. */
export type AffineParams<T extends Shaped = Shaped> = { readonly scale: T; readonly shift: T };

/** `x * scale + shift`: batch norm, input normalisation, constants added. The scale may be negative. */
export const affine: LinearOp<AffineParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { scale: tensor, shift: tensor },
  weights: 'scale',
  mixing: 'unitwise',
  outputShape: ([input], { scale, shift }) => {
    for (const { shape } of [scale, shift]) {
      if (!broadcasts(shape, input!)) {
        fail(
          'affine',
          `expected a scale and shift that broadcast to ${formatShape(input!)}, got ${formatShape(shape)}`,
        );
      }
    }
    return input!;
  },
  rows: ({ scale, shift }, [input]) => {
    const scaleOf = elementOf(scale, input!);
    const n = sizeOf(input!);
    return {
      inputs: n,
      outputs: n,
      maxTerms: 1,
      bias: elementOf(shift, input!),
      row: (i, columns, weights) => {
        columns[0] = i;
        weights[0] = scaleOf(i);
        return 1;
      },
    };
  },
};

/** The element of a parameter that broadcasts to `shape` which belongs to unit `i` of it. */
function elementOf({ shape: small, data }: PlainTensor, shape: Shape): (i: number) => number {
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
