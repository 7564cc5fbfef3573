import { ceilFloat32, floorFloat32, type InputRange } from '@ibp/bounds';

/** The valid inputs around one example. */
export type Ball = {
  readonly x: Float32Array;
  readonly epsilon: number;
  /**
   * The box of radius epsilon within the input's range, in float32: inside both the box of real numbers and the one
   * that `linfBall` rounds to float32, so that a witness is one whichever of the two was certified.
   */
  readonly lower: Float32Array;
  readonly upper: Float32Array;
};

/** @param range as float32 has it: 0.3 is a little more there. */
export function createBall(x: Float32Array, epsilon: number, [least, greatest]: InputRange): Ball {
  const radius = Math.fround(epsilon);
  return {
    x,
    epsilon,
    lower: x.map((v) => Math.max(ceilFloat32(v - epsilon), Math.fround(v - radius), least)),
    upper: x.map((v) => Math.min(floorFloat32(v + epsilon), Math.fround(v + radius), greatest)),
  };
}

/** Moves each element to the nearest of the box. */
export function clipToBox(point: Float32Array, { lower, upper }: Ball): void {
  for (let i = 0; i < point.length; i++) {
    const v = point[i]!;
    if (v < lower[i]!) point[i] = lower[i]!;
    else if (v > upper[i]!) point[i] = upper[i]!;
  }
}

/** Whether every element is in the box, and within epsilon of the example in float64; NaN is not. */
export function isInBox(point: Float32Array, { x, epsilon, lower, upper }: Ball): boolean {
  return point.every((v, i) => v >= lower[i]! && v <= upper[i]! && Math.abs(v - x[i]!) <= epsilon);
}
