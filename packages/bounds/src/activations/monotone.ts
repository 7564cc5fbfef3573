import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../errors';
import type { IntervalBounds } from '../interval';
import type { UnaryOp } from '../ops/definition';

export const sameShape = ([input]: readonly Shape[]): Shape => input!;

/** An elementwise increasing function: eq. 7 of Gowal et al. 2019, `[h(lower), h(upper)]`. */
export function monotone<P>(forward: (x: tf.Tensor, params: P) => tf.Tensor): UnaryOp<P> {
  return {
    arity: 'unary',
    outputShape: sameShape,
    forward: (x, params) => tf.tidy(() => forward(x, params)),
    interval: ({ lower, upper }, params): IntervalBounds =>
      tf.tidy(() => ({ lower: forward(lower, params), upper: forward(upper, params) })),
  };
}
