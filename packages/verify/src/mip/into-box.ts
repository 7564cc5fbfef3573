import type { Enclosure } from '../rigorous/enclosure';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next float32 up or down. */
function nextFloat(x: number, upward: boolean): number {
  float[0] = x;
  if (float[0] === 0) return upward ? 2 ** -149 : -(2 ** -149);
  bits[0]! += upward === float[0]! > 0 ? 1 : -1;
  return float[0]!;
}

/** A point as an input can be stored, in float32, and in the box if there is such a number. */
export function intoBox(point: Float64Array, { lower, upper }: Enclosure): Float32Array {
  return Float32Array.from(point, (x, i) => {
    const near = Math.fround(Math.min(Math.max(x, lower[i]!), upper[i]!));
    if (near < lower[i]!) return nextFloat(near, true);
    return near > upper[i]! ? nextFloat(near, false) : near;
  });
}

export const isInBox = (point: ArrayLike<number>, { lower, upper }: Enclosure): boolean =>
  lower.every((l, i) => point[i]! >= l && point[i]! <= upper[i]!);
