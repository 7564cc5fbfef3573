import { fail } from '../errors';
import type { PiecewiseOp } from '../ops/definition';
import { number } from '../ops/kinds';
import { elementwise, kinkAtZero } from './elementwise';

/** `alpha`: the slope left of 0, from 0 to 1. */
export type LeakyReluParams = { readonly alpha: number };

/** `max(x, alpha x)`. A negative slope would not be monotone, and is refused. */
export const leakyRelu: PiecewiseOp<LeakyReluParams> = {
  ...elementwise<LeakyReluParams>(
    (x, { alpha }) => (x < 0 ? alpha * x : x),
    ({ alpha }) => kinkAtZero(alpha),
  ),
  parameters: { alpha: number },
  outputShape: ([input], { alpha }) => {
    if (!(alpha >= 0)) fail('leakyRelu', `expected a slope alpha >= 0, got ${alpha}`);
    return input!;
  },
};
