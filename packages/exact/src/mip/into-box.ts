import { ceilFloat32, floorFloat32 } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';

/** A point as an input can be stored, in float32, and in the box if there is such a number. */
export function intoBox(point: Float64Array, { lower, upper }: Enclosure): Float32Array {
  return Float32Array.from(point, (x, i) => {
    const near = Math.fround(Math.min(Math.max(x, lower[i]!), upper[i]!));
    if (near < lower[i]!) return ceilFloat32(lower[i]!);
    return near > upper[i]! ? floorFloat32(upper[i]!) : near;
  });
}

export const isInBox = (point: ArrayLike<number>, { lower, upper }: Enclosure): boolean =>
  lower.every((l, i) => point[i]! >= l && point[i]! <= upper[i]!);
