import { type BallShape, float32Range, ofFeature } from '@ibp/bounds';
import { ceilFloat32, floorFloat32 } from '@ibp/core';

/** The valid inputs around one example. */
export type Ball = {
  readonly x: Float32Array;
  /** Epsilon, by element: 0 where it is fixed. In l2 the half-axes of an ellipsoid. */
  readonly radii: Float64Array;
  /**
   * The box of these radii within the input's range, in float32: inside both the box of real numbers and the one that
   * `linfBall` rounds to float32, so that a witness is one whichever of the two was certified.
   */
  readonly lower: Float32Array;
  readonly upper: Float32Array;
};

/** Epsilon as one radius for each of `size` elements. */
export const radiiOf = ({ epsilon }: Pick<BallShape, 'epsilon'>, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => ofFeature(epsilon, i));

export function createBall(x: Float32Array, radii: Float64Array, { range }: Pick<BallShape, 'range'>): Ball {
  return {
    x,
    radii,
    lower: x.map((v, i) => {
      const radius = radii[i]!;
      return Math.max(
        ceilFloat32(v - radius),
        Math.fround(v - Math.fround(radius)),
        float32Range(range, i)[0],
      );
    }),
    upper: x.map((v, i) => {
      const radius = radii[i]!;
      return Math.min(
        floorFloat32(v + radius),
        Math.fround(v + Math.fround(radius)),
        float32Range(range, i)[1],
      );
    }),
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

/** Whether every element is in the box, and within its radius of the example in float64; NaN is not. */
export function isInBox(point: Float32Array, { x, radii, lower, upper }: Ball): boolean {
  return point.every((v, i) => v >= lower[i]! && v <= upper[i]! && Math.abs(v - x[i]!) <= radii[i]!);
}
