import type { ElementwiseOp } from '../ops/definition';
import { flag, optional } from '../ops/kinds';
import { elementwise } from './elementwise';
import { erf } from './erf';

/** `approximate`: the tanh form of Hendrycks and Gimpel 2016 instead of the exact one with erf. */
export type GeluParams = { readonly approximate?: boolean };

/** `x * Phi(x)`. */
export const gelu: ElementwiseOp<GeluParams> = {
  ...elementwise<GeluParams>((x, { approximate }) =>
    approximate
      ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  ),
  parameters: { approximate: optional(flag) },
};
