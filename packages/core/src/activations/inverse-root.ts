import { fail } from '../errors';
import type { ElementwiseOp } from '../ops/definition';
import { number } from '../ops/kinds';
import { elementwise } from './elementwise';

/** `epsilon`, above 0: what is added under the root. */
export type InverseRootParams = { readonly epsilon: number };

/**
 * `1 / sqrt(max(x, 0) + epsilon)`: what a normalisation multiplies by, of a variance. A variance is never below 0, but bounds of
 * one may be, by their rounding.
 */
export const inverseRoot: ElementwiseOp<InverseRootParams> = {
  ...elementwise<InverseRootParams>((x, { epsilon }) => 1 / Math.sqrt(Math.max(x, 0) + epsilon)),
  parameters: { epsilon: number },
  outputShape: ([input], { epsilon }) => {
    if (!(epsilon > 0)) fail('inverseRoot', `expected an epsilon above 0, got ${epsilon}`);
    return input!;
  },
};
