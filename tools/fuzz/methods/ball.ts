import type { Box } from '../case';
import type { Random } from '../stream';

/** All real points within `epsilon` of a stored point and in the range: what `certify` is asked about. */
export type Ball = {
  readonly x: Float32Array;
  readonly epsilon: number;
  readonly range: readonly [number, number];
};

/** A ball around a stored point that is about as large as a box: of just its size, or of a radius no float32 is. */
export function ballOf({ lower, upper }: Box, random: Random): Ball | undefined {
  const [least, greatest] = [Math.min(...lower), Math.max(...upper)];
  const x = Float32Array.from(lower, (l, i) => Math.min(Math.max(l / 2 + upper[i]! / 2, least), greatest));
  const reach = x.reduce((most, v, i) => Math.max(most, upper[i]! - v, v - lower[i]!), 0);
  if (!(reach < Number.POSITIVE_INFINITY)) return undefined;
  const epsilon = random.pick([
    reach,
    reach,
    reach * 0.7,
    reach * random.next(),
    random.pick([0.1, 8 / 255]),
  ]);
  // the range must not be empty, and need not cut anything
  const wider = Math.fround(greatest + 1 + Math.abs(greatest));
  return {
    x,
    epsilon,
    range:
      least < greatest && random.chance(0.7) ? [least, greatest] : [Math.fround(2 * least - wider), wider],
  };
}

/** The points of a ball for sure, or, `outward`, all that may be: its ends are moved by what computing them rounds. */
export function boxOfBall({ x, epsilon, range: [least, greatest] }: Ball, outward = false): Box {
  const by = (v: number) => (epsilon === 0 ? 0 : (outward ? 1 : -1) * (epsilon + Math.abs(v)) * 2 ** -51);
  return {
    lower: Float64Array.from(x, (v) => Math.min(v, Math.max(v - epsilon - by(v), least))),
    upper: Float64Array.from(x, (v) => Math.max(v, Math.min(v + epsilon + by(v), greatest))),
  };
}
