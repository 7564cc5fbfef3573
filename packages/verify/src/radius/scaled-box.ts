import type { Enclosure } from '@ibp/exact';

/** More than what float64 rounding takes from a few operations, relative to their result. */
const more = 1 + 2 ** -50;

/** The box scaled about a point of it; its ends are rounded outward, and larger scalings hold smaller ones. */
export function scaledBox({ lower, upper }: Enclosure, about: Float64Array, scale: number): Enclosure {
  if (scale === 1) return { lower, upper };
  const end = (side: -1 | 1, ends: Float64Array) =>
    ends.map((own, i) => {
      const [middle, reach] = [about[i]!, Math.abs(own - about[i]!)];
      if (scale === 0 || reach === 0) return middle;
      const far = middle + side * scale * reach * more;
      const outward = far + side * (Math.abs(far) * 2 ** -52 + Number.MIN_VALUE);
      // the whole box holds what is scaled by less than 1
      if (scale > 1) return outward;
      return side < 0 ? Math.max(own, outward) : Math.min(own, outward);
    });
  return { lower: end(-1, lower), upper: end(1, upper) };
}

/** The least scaling of a box about a point of it that holds another, rounded up. */
export function neededScale(
  point: ArrayLike<number>,
  { lower, upper }: Enclosure,
  about: Float64Array,
): number {
  let most = 0;
  for (const [i, middle] of about.entries()) {
    const change = Math.abs(point[i]! - middle);
    if (change === 0) continue;
    const reach = point[i]! < middle ? middle - lower[i]! : upper[i]! - middle;
    most = Math.max(most, (change / reach) * more);
  }
  return most;
}
