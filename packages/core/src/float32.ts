const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The float32 next to a finite one, above or below it. */
export function nextFloat32(value: number, upward: boolean): number {
  if (value === 0) return upward ? 2 ** -149 : -(2 ** -149);
  float[0] = value;
  bits[0] = bits[0]! + (upward === value > 0 ? 1 : -1);
  return float[0]!;
}

/** The least float32 that is not below `value`. */
export function ceilFloat32(value: number): number {
  const near = Math.fround(value);
  return near < value ? nextFloat32(near, true) : near;
}

/** The greatest float32 that is not above `value`. */
export function floorFloat32(value: number): number {
  const near = Math.fround(value);
  return near > value ? nextFloat32(near, false) : near;
}
