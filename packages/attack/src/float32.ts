const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next float32 above a finite float32. */
function next(value: number): number {
  if (value === 0) return 2 ** -149;
  float[0] = value;
  bits[0] = bits[0]! + (value > 0 ? 1 : -1);
  return float[0]!;
}

/** The least float32 that is not below `value`. */
export function roundUp(value: number): number {
  const near = Math.fround(value);
  return near < value ? next(near) : near;
}

/** The greatest float32 that is not above `value`. */
export const roundDown = (value: number): number => -roundUp(-value);
