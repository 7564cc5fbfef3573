import type { Ends } from '../elementary/ends';
import type { PlainLine } from './relaxation';
import { down, up } from './rounding';

/** A part of a function on which it bends one way: `up` is convex, `down` concave. The last one has no end. */
export type Arc = {
  readonly to: number;
  readonly bends: 'up' | 'down' | 'straight';
  /** The derivative, from inside the arc. */
  readonly slope: (x: number) => Ends;
};

/** A function of one variable that is not in linear pieces, with ends of its value at a double. */
export type Curve = {
  readonly value: (x: number) => Ends;
  /** What it takes over an interval. */
  readonly range: (lower: number, upper: number) => Ends;
  /** Its arcs from left to right, or at least `|f''|` anywhere; `jumps` where it is not even continuous. */
  readonly shape: readonly Arc[] | { readonly curvature: number } | 'jumps';
};

const samples = 32;

/** Points from end to end. */
const pointsOf = (lower: number, upper: number): number[] =>
  Array.from({ length: samples + 1 }, (_, i) =>
    i === samples ? upper : Math.min(lower + (upper - lower) * (i / samples), upper),
  );

/** At least `sign (f(x) - slope x)` at a point. */
function gapAt({ value }: Curve, sign: 1 | -1, slope: number, x: number): number {
  const [low, high] = value(x);
  const product = slope * x;
  return sign > 0 ? up(high - down(product)) : up(up(product) - low);
}

/**
 * At least `sign (f(x) - slope x)` from `a` to `b` within an arc where that is concave: it lies below its tangent at any
 * point, and the nearer that is to where it is greatest, the less is lost.
 */
function gapOfCap(curve: Curve, { slope: derivative }: Arc, sign: 1 | -1, slope: number, [a, b]: Ends) {
  const rise = (x: number): Ends => {
    const [low, high] = derivative(x);
    return sign > 0 ? [down(low - slope), up(high - slope)] : [down(slope - high), up(slope - low)];
  };
  let [left, right] = [a, b];
  for (let i = 0; i < 50 && left < right; i++) {
    const t = (left + right) / 2;
    const [low, high] = rise(t);
    if (low + high > 0) left = t;
    else right = t;
  }
  const t = Math.min(Math.max((left + right) / 2, a), b);
  const [low, high] = rise(t);
  const further = Math.max(up(high * up(b - t)), up(-low * up(t - a)), 0);
  return up(gapAt(curve, sign, slope, t) + further);
}

/** At least `sign (f(x) - slope x)` anywhere from `lower` to `upper`, whatever the slope. */
function gap(curve: Curve, sign: 1 | -1, slope: number, lower: number, upper: number): number {
  const { shape } = curve;
  if (shape === 'jumps') {
    const [least, most] = curve.range(lower, upper);
    const ends = [slope * lower, slope * upper];
    return sign > 0 ? up(most - down(Math.min(...ends))) : up(up(Math.max(...ends)) - least);
  }
  if ('curvature' in shape) {
    // between two points a function leaves its chord by at most |f''| h^2 / 8
    const points = pointsOf(lower, upper);
    const h = Math.max(...points.slice(1).map((x, i) => up(x - points[i]!)));
    const between = up(up(h * h) * up(shape.curvature / 8));
    return up(Math.max(...points.map((x) => gapAt(curve, sign, slope, x))) + between);
  }
  let from = Number.NEGATIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const arc of shape) {
    const [a, b] = [Math.max(lower, from), Math.min(upper, arc.to)];
    from = arc.to;
    if (a > b) continue;
    const found =
      arc.bends === (sign > 0 ? 'down' : 'up')
        ? gapOfCap(curve, arc, sign, slope, [a, b])
        : Math.max(gapAt(curve, sign, slope, a), gapAt(curve, sign, slope, b));
    // NaN stays
    most = found > most || Number.isNaN(found) ? found : most;
  }
  return most;
}

/** The slope of the hull's edge over (`sign` 1) or under the middle of points of the curve: it loses least there. */
function hullSlope(points: readonly number[], values: readonly number[], sign: 1 | -1): number {
  const middle = (points[0]! + points.at(-1)!) / 2;
  let best = { height: Number.POSITIVE_INFINITY, slope: 0 };
  // the lowest of the lines that are above all points touches two of them on either side of the middle
  const hull: number[] = [];
  for (const i of points.keys()) {
    const turn = (a: number, b: number) =>
      sign *
      ((values[b]! - values[a]!) * (points[i]! - points[b]!) -
        (values[i]! - values[b]!) * (points[b]! - points[a]!));
    while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!) <= 0) hull.pop();
    hull.push(i);
  }
  for (const [k, b] of hull.entries()) {
    const a = hull[k - 1];
    if (a === undefined || points[a]! > middle || points[b]! < middle) continue;
    const slope = (values[b]! - values[a]!) / (points[b]! - points[a]!);
    const height = sign * (values[a]! + slope * (middle - points[a]!));
    if (height < best.height) best = { height, slope };
  }
  return best.slope;
}

/**
 * Lines above and below a curve over `[lower, upper]`. Whatever the slopes, the shifts are computed here so that the
 * lines are sound; slopes left out are those that lose about the least in the middle of the interval.
 */
export function relaxCurve(
  curve: Curve,
  lower: number,
  upper: number,
  slopes: { readonly above?: number | undefined; readonly below?: number | undefined } = {},
): { readonly above: PlainLine; readonly below: PlainLine } {
  const points = pointsOf(lower, upper);
  const values = points.map((x) => curve.value(x)[0]);
  const chosen = (given: number | undefined, sign: 1 | -1): number => {
    const level = curve.shape === 'jumps' || !(lower < upper);
    const slope = given ?? (level ? 0 : hullSlope(points, values, sign));
    return Number.isFinite(slope) ? slope : 0;
  };
  const above = chosen(slopes.above, 1);
  const below = chosen(slopes.below, -1);
  return {
    above: { slope: above, shift: gap(curve, 1, above, lower, upper) },
    below: { slope: below, shift: -gap(curve, -1, below, lower, upper) },
  };
}
