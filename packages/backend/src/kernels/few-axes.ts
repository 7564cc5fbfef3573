import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, type KernelPatch, runKernel } from './patch';

type Shapes = { readonly a: number[]; readonly b: number[] };

/** Joins neighbouring axes that broadcast alike, and drops those of size 1: the same numbers in the same order. */
export function joinAxes(a: readonly number[], b: readonly number[]): Shapes {
  const rank = Math.max(a.length, b.length);
  const padded = (shape: readonly number[]) => [...Array<number>(rank - shape.length).fill(1), ...shape];
  const [from, to] = [padded(a), padded(b)];
  const joined: Shapes = { a: [], b: [] };
  let last = '';
  for (const [axis, m] of from.entries()) {
    const n = to[axis]!;
    if (m === 1 && n === 1) continue;
    const kind = m === n ? 'both' : m === 1 ? 'b' : 'a';
    if (kind === last) {
      joined.a.push(joined.a.pop()! * m);
      joined.b.push(joined.b.pop()! * n);
    } else {
      joined.a.push(m);
      joined.b.push(n);
    }
    last = kind;
  }
  return joined;
}

/** An op of two tensors with more axes than the backend takes, by its own kernel on fewer. */
export const fewAxes = (
  kernelName: string,
  mostAxes: number,
  [first, second]: readonly [string, string] = ['a', 'b'],
): KernelPatch =>
  composedKernel<{ [name: string]: tf.Tensor }, object>(kernelName, (inputs, attrs, stock) => {
    const [a, b] = [inputs[first]!, inputs[second]!];
    if (!stock || Math.max(a.rank, b.rank) <= mostAxes) return undefined;
    const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const joined = joinAxes(a.shape, b.shape);
    const isFew = joined.a.length <= mostAxes;
    const of = (x: tf.Tensor, axes: number[]) =>
      isFew ? tf.reshape(x, axes) : tf.reshape(tf.broadcastTo(x, shape), [-1]);
    const few = { [first]: of(a, joined.a), [second]: of(b, joined.b) };
    return tf.reshape(runKernel(stock, few, attrs), shape);
  });
