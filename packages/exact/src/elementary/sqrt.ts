import { down, up } from '../rigorous/rounding';
import type { Ends } from './ends';

/** The root of a double, NaN for less than 0. ECMAScript lets `Math.sqrt` be any approximation, and so both ends are squared. */
export function sqrt(x: number): Ends {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? [0, 0] : [Math.sqrt(x), Math.sqrt(x)];
  const root = Math.sqrt(x);
  let [lower, upper] = [down(root), up(root)];
  for (let step = 2 ** -50; up(lower * lower) > x; step *= 2) lower = Math.max(lower * (1 - step), 0);
  for (let step = 2 ** -50; down(upper * upper) < x; step *= 2) upper *= 1 + step;
  return [lower, upper];
}
