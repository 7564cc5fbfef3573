import { type PlainTensor, type Shape, sizeOf } from '@ibp/core';
import { ofRank } from '../constant/broadcast';
import type { Constant } from '../constant/constant';
import { pick, places, stridesOf } from '../constant/strided';
import { reshaped, toFileOrder } from './arrange';
import { piecesOf } from './axes';
import type { PlainBuilder } from './builder';
import type { Variable } from './value';

/** The last number of a list of ones and sizes that is not a leading 1. */
const withoutLeadingOnes = (shape: Shape): Shape => {
  const first = shape.findIndex((n) => n !== 1);
  return first < 0 ? [1] : shape.slice(first);
};

/**
 * `value * scale + shift` by constants that broadcast to its shape, 1 and 0 unless given. Their axes are put in the order
 * of the node, so that the value stays as it lies.
 */
export function affine(
  build: PlainBuilder,
  value: Variable,
  { scale, shift }: { readonly scale?: Constant; readonly shift?: Constant },
): Variable {
  const found = piecesOf(value);
  if (!found)
    return affine(build, toFileOrder(build, value), { ...(scale && { scale }), ...(shift && { shift }) });
  const { pieces, order } = found;
  const strideOf = (own: Shape, piece: number): number => {
    const { axis } = pieces[piece]!;
    if (own[axis] === 1) return 0;
    const inner = pieces.filter((other, i) => i > piece && other.axis === axis);
    return stridesOf(own)[axis]! * sizeOf(inner.map(({ size }) => size));
  };
  const param = (given: Constant | undefined, otherwise: number): PlainTensor => {
    if (!given) return { shape: [1], data: Float32Array.of(otherwise) };
    const own = ofRank(given.shape, value.shape.length);
    const varies = (i: number) => own[pieces[i]!.axis] !== 1;
    const shape = order.map((i) => (varies(i) ? pieces[i]!.size : 1));
    build.charge(sizeOf(shape));
    const from = places(
      shape,
      order.map((i) => strideOf(own, i)),
    );
    return { shape: withoutLeadingOnes(shape), data: Float32Array.from(pick(given.data, from)) };
  };
  const params = { scale: param(scale, 1), shift: param(shift, 0) };
  const units = build.shapeOf(value.node);
  const fits = Object.values(params).every(
    ({ shape }) => shape.length === 1 && (shape[0] === 1 || shape[0] === units.at(-1)),
  );
  const sizes = order.map((i) => pieces[i]!.size);
  const node = fits ? value.node : reshaped(build, value.node, sizes.length > 0 ? sizes : [1]);
  return { ...value, node: build.add('affine', params, [node]) };
}
