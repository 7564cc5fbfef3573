import { fail, formatShape, type Shape, sizeOf } from '@ibp/core';
import { type ElementType, elementTypes, isFloat } from '../constant/constant';
import { assertDims, clip } from '../constant/read-tensor';
import type { ValueInfoProto } from '../file/model';

/** Sizes of axes that a file leaves open, by the names that it gives them. */
export type Dimensions = { readonly [name: string]: number };

/** An input as the file declares it, sizes that it leaves open filled in. */
export type FileInput = { readonly name: string; readonly type: ElementType; readonly shape: Shape };

/** An input of a file; an open first axis is a batch of 1. */
export function fileInput(where: string, info: ValueInfoProto, dimensions: Dimensions): FileInput {
  const own = `${where}: input ${clip(info.name ?? '')}`;
  const tensor = info.type?.tensorType;
  if (!tensor?.shape) return fail(own, 'expected a tensor with a shape, got none');
  const type = (elementTypes as { [type: number]: ElementType })[tensor.elemType ?? 0];
  if (!type || !isFloat(type)) fail(own, `expected floats, got ${type ?? `data type ${tensor.elemType}`}`);
  const dims = tensor.shape.dim.map(({ dimValue, dimParam = '' }, axis) => {
    if (dimValue !== undefined && dimValue > 0) return dimValue;
    const size = Object.hasOwn(dimensions, dimParam) ? dimensions[dimParam] : undefined;
    if (size !== undefined) return size;
    return axis === 0
      ? 1
      : fail(own, `expected dimensions[${clip(dimParam)}], the size of axis ${axis}, got none`);
  });
  const shape = assertDims(own, dims);
  return sizeOf(shape) > 0
    ? { name: info.name ?? '', type, shape }
    : fail(own, `expected at least one unit, got ${formatShape(shape)}`);
}

/** A shape without the batch of 1 in front. */
export const withoutBatch = (shape: Shape): Shape =>
  shape[0] === 1 && shape.length > 1 ? shape.slice(1) : shape;
