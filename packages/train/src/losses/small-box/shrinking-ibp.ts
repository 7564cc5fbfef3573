import { type IntervalBounds, intervalRules, type LinearSpec, type Rules, upperBound } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { elide, type LoweredNetwork, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/**
 * IBP whose relus that may be on or off have their upper end lowered: `[0, factor * u]`. No bound, as what is cut off
 * may be reached: the authors of SABR train with it where the radius is small. 1 is IBP.
 *
 * @returns an estimate of the specification's greatest value, `[batch, specs]`.
 */
export function shrinkingIbp(factor: number) {
  if (!(factor > 0 && factor <= 1))
    fail('shrinkingIbp', `expected a factor above 0, at most 1, got ${factor}`);
  const rules: Rules<IntervalBounds> = {
    ...intervalRules,
    relu: ({ lower, upper }) => {
      const crossing = tf.step(tf.neg(lower));
      const scale = tf.sub(1, tf.mul(crossing, 1 - factor));
      return { lower: tf.relu(lower), upper: tf.mul(tf.relu(upper), scale) };
    },
  };
  return (network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec): tf.Tensor2D =>
    tf.tidy(() => {
      const end = elide(network, spec);
      return upperBound(end.spec, trace(end.network, input, rules).at(-1)!);
    });
}
