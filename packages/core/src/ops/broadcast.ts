import { fail } from '../errors';
import { broadcasts, formatShape, type Shape, sizeOf } from '../shape';
import type { LinearOp } from './definition';
import { shape } from './kinds';
import { dot, fromIndices, selection, stridesOf } from './selection';

/** `shape`: what the units are repeated to, without the batch. */
export type BroadcastParams = { readonly shape: Shape };

/** The units repeated along axes of size 1, or new ones in front, as numpy aligns shapes: for a gate of each channel. */
export const broadcast: LinearOp<BroadcastParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { shape },
  outputShape: ([input], { shape }) => {
    if (!broadcasts(input!, shape)) {
      fail(
        'broadcast',
        `expected an input that broadcasts to ${formatShape(shape)}, got ${formatShape(input!)}`,
      );
    }
    return shape;
  },
  rows: ({ shape }, [input]) => {
    const own = [...Array<number>(shape.length - input!.length).fill(1), ...input!];
    const strides = stridesOf(own).map((stride, axis) => (own[axis] === 1 ? 0 : stride));
    return selection(
      sizeOf(input!),
      fromIndices(shape, (index) => dot(index, strides)),
    );
  },
};
