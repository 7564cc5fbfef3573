import type { Relax } from '../relaxation';
import { type Curve, chordSlope, lineAbove, lineBelow, middle } from './extremes';

/**
 * A convex function: the chord above, the tangent in the middle below. `f(x) - slope x` is convex as well, so it is
 * greatest at an end; a tangent lies below everywhere.
 */
export function convex(f: Curve, derivative: Curve): Relax<object> {
  return (bounds) => {
    const { lower, upper } = bounds;
    const chord = chordSlope(f, bounds, derivative(lower), derivative(upper));
    const at = middle(bounds);
    return {
      lower: lineBelow(f, derivative(at), [at]),
      upper: lineAbove(f, chord, [lower, upper]),
    };
  };
}
