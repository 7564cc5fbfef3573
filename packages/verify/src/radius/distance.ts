import { type InputRange, ofFeature, type PerFeature, rangeWidth } from '@ibp/bounds';
import { fail } from '@ibp/core';

/**
 * The least radius whose ball holds a point: the greatest change of a feature in units of its scale. Rounded up, so that the
 * point is in the ball of `radius * scale`; features of scale 0 are not looked at.
 */
export function radiusOf(point: Float32Array, x: Float32Array, scale: PerFeature): number {
  return point.reduce((far, v, i) => {
    const [change, own] = [Math.abs(v - x[i]!), ofFeature(scale, i)];
    if (own === 0 || change <= far * own) return far;
    let radius = change / own;
    // by units in the last place
    while (radius * own < change) radius += radius * 2 ** -52 + Number.MIN_VALUE;
    return radius;
  }, 0);
}

/** @throws where a feature that is moved has a range without an end. */
export function coveringRadius(scale: PerFeature, range: InputRange, features: number): number {
  let most = 0;
  for (let i = 0; i < features; i++) {
    const own = ofFeature(scale, i);
    if (own > 0) most = Math.max(most, rangeWidth(range, i) / own);
  }
  if (most === Number.POSITIVE_INFINITY) {
    fail('radiusSearch', 'expected the greatest radius (most), as the range has no end, got none');
  }
  return most;
}
