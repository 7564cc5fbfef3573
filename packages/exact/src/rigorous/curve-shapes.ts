import type { Ends } from '../elementary/ends';
import type { Arc, Curve } from './curve';
import { down, up } from './rounding';

export const point = (x: number): Ends => [x, x];
/** A number that is no double, from the nearest one. */
export const near = (x: number): Ends => [down(x), up(x)];
export const product = ([a, b]: Ends, [c, d]: Ends): Ends => {
  const all = [a * c, a * d, b * c, b * d];
  return [down(Math.min(...all)), up(Math.max(...all))];
};
export const sum = ([a, b]: Ends, [c, d]: Ends): Ends => [down(a + c), up(b + d)];
export const quotient = (a: number, [c, d]: Ends): Ends => [
  Math.min(down(a / c), down(a / d)),
  Math.max(up(a / c), up(a / d)),
];

/** What a rising function takes on an interval. */
export const inner = (f: (x: number) => Ends, [lower, upper]: Ends): Ends => [f(lower)[0], f(upper)[1]];

export type Value = Curve['value'];

export const rising = (value: Value, shape: Curve['shape']): Curve => ({
  value,
  shape,
  range: (lower, upper) => [value(lower)[0], value(upper)[1]],
});

export const last = Number.POSITIVE_INFINITY;
export const straight = (to: number, slope: Ends): Arc => ({ to, bends: 'straight', slope: () => slope });

/** Convex left of 0, concave right of it. */
export const sShaped = (value: Value, slope: Value): Curve =>
  rising(value, [
    { to: 0, bends: 'up', slope },
    { to: last, bends: 'down', slope },
  ]);

/**
 * Falls up to one point, within `2^-20` of `bottom`, and rises after it. There `f` is at most `1.5 |f''| 2^-40` below its
 * value at `bottom`: the slope at that is at most `|f''|` times the distance.
 */
export const valley = (value: Value, bottom: number, curvature: number): Curve => {
  const [from, to] = [bottom - 2 ** -20, bottom + 2 ** -20];
  return {
    value,
    shape: { curvature },
    range: (lower, upper) => {
      const [a, b] = [value(lower), value(upper)];
      const most = Math.max(a[1], b[1]);
      if (upper <= from) return [b[0], most];
      if (lower >= to) return [a[0], most];
      return [Math.min(down(value(bottom)[0] - curvature * 2 ** -39), a[0], b[0]), most];
    },
  };
};

/** A sine with crests at `crest + 2 pi n`: 1 is taken where an interval may hold one. */
export const wave = (value: Value, crest: number): Curve => {
  /** Whether a point `at + 2 pi n` may lie in an interval; quotients are off by far less than the room. */
  const holds = (lower: number, upper: number, at: number): boolean => {
    const [first, last] = [lower, upper].map((x) => (x - at) / (2 * Math.PI)) as [number, number];
    const room = (Math.abs(first) + Math.abs(last) + 1) * 2 ** -40;
    return Math.floor(last + room) >= Math.ceil(first - room);
  };
  return {
    value,
    shape: { curvature: 1 },
    range: (lower, upper) => {
      const [a, b] = [value(lower), value(upper)];
      const least = holds(lower, upper, crest + Math.PI) ? -1 : Math.min(a[0], b[0]);
      return [least, holds(lower, upper, crest) ? 1 : Math.max(a[1], b[1])];
    },
  };
};
