import { down, up } from '../rigorous/rounding';
import { type Ends, odd } from './ends';
import { exp, expm1 } from './exp';
import { log1p } from './log';

/** `1 / (1 + exp(-x))`: each step with both ends rounded outward. */
export function sigmoid(x: number): Ends {
  const [lower, upper] = exp(-x);
  return [Math.max(down(1 / up(1 + upper)), 0), Math.min(up(1 / down(1 + lower)), 1)];
}

/** `e / (e + 2)` with `e = exp(2 x) - 1`, which rises with e. */
export const tanh = odd((x) => {
  if (x > 20) return [1 - 2 ** -53, 1];
  const [lower, upper] = expm1(2 * x);
  const quotient = (e: number, round: typeof up, against: typeof up) => round(e / against(e + 2));
  return [Math.max(quotient(lower, down, up), 0), Math.min(quotient(upper, up, down), 1)];
});

/** `log(1 + exp(x))`, as `max(x, 0) + log(1 + exp(-|x|))`. */
export function softplus(x: number): Ends {
  const [lower, upper] = exp(-Math.abs(x));
  const [low, high] = [log1p(lower)[0], log1p(upper)[1]];
  const linear = Math.max(x, 0);
  return linear === 0 ? [Math.max(low, 0), high] : [down(linear + Math.max(low, 0)), up(linear + high)];
}
