import type { Shape } from '@ibp/core';
import { permuted } from '../constant/strided';
import { reshaped, toFileOrder } from './arrange';
import { piecesOf } from './axes';
import type { PlainBuilder } from './builder';
import type { Variable } from './value';

/**
 * `value @ kernel + bias` over the last axis of the file: `[..., inputs]` by `[inputs, units]`. Where the node holds that
 * axis in another order, as behind a flatten of channels last, the rows of the kernel are put in that order.
 */
export function dense(
  build: PlainBuilder,
  value: Variable,
  kernel: { readonly shape: Shape; readonly data: Float32Array },
  bias?: Float32Array,
): Variable {
  const [inputs, units] = kernel.shape as [number, number];
  const last = value.shape.length - 1;
  const found = piecesOf(value);
  const inner = found?.order.filter((i) => found.pieces[i]!.axis === last) ?? [];
  const outer = found?.order.filter((i) => found.pieces[i]!.axis !== last) ?? [];
  if (!found || [...outer, ...inner].join() !== found.order.join()) {
    return dense(build, toFileOrder(build, value), kernel, bias);
  }
  const sizesOf = (places: readonly number[]) => places.map((i) => found.pieces[i]!.size);
  const sorted = [...inner].sort((a, b) => a - b);
  const order = [...inner.map((i) => sorted.indexOf(i)), inner.length];
  const data = permuted(kernel.data, [...sizesOf(sorted), units], order);
  const shape = build.shapeOf(value.node);
  const fits = shape.at(-1) === inputs;
  const node = fits ? value.node : reshaped(build, value.node, [...sizesOf(outer), inputs]);
  const params = {
    kernel: { shape: [inputs, units], data },
    ...(bias && { bias: { shape: [units], data: bias } }),
  };
  const axes = [...outer].sort((a, b) => a - b);
  return {
    kind: 'variable',
    node: build.add('dense', params, [node]),
    shape: [...value.shape.slice(0, last), units],
    dims: [...sizesOf(axes), units],
    order: [...outer.map((i) => axes.indexOf(i)), axes.length],
  };
}
