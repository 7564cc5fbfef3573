import type { ActivationName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import type { ParamsOf, TensorOp } from '../ops/definition';
import { elementwise } from './elementwise';

/** An elementwise increasing function: eq. 7 of Gowal et al. 2019, `[h(lower), h(upper)]`. */
export function monotone<K extends ActivationName>(
  name: K,
  forward: (x: tf.Tensor, params: ParamsOf<K>) => tf.Tensor,
): TensorOp<K> {
  return elementwise(name, {
    forward: (x, params) => tf.tidy(() => forward(x, params)),
    interval: ({ lower, upper }, params): IntervalBounds =>
      tf.tidy(() => ({ lower: forward(lower, params), upper: forward(upper, params) })),
  });
}
