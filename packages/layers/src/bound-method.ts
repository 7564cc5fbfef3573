import { type IntervalBounds, intervalRules, type LinearSpec, upperBound } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { elide } from './elide';
import { assertInput, trace } from './interpreter';
import type { LoweredNetwork } from './network';

/**
 * Any way to bound a specification from above over a box: `[batch, specs]`, differentiable in the network's
 * parameters. Below 0 means proved. Losses and evaluation take the method as an argument.
 */
export type BoundMethod = (network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec) => tf.Tensor2D;

/**
 * Interval bound propagation (Gowal et al. 2019). An example whose box is empty (`lower > upper` somewhere) has NaN
 * for a bound: of an empty box everything could be proved.
 *
 * @param options.elide pull the specification back through the last linear layer first (eq. 9), as the paper does;
 * off only to measure what it brings.
 * @throws (the method) when the box is not of the network's input shape, or the specification not on its output.
 */
export function ibp(options: { readonly elide?: boolean } = {}): BoundMethod {
  const { elide: elided = true } = options;
  return (network, input, spec) => {
    assertInput('ibp', network, input.lower);
    return tf.tidy(() => {
      const end = elided ? elide(network, spec) : { network, spec };
      const values = trace(end.network, input, intervalRules);
      return unlessUnsound(values, upperBound(end.spec, values.at(-1)!));
    });
  };
}

/**
 * NaN for each example whose box is empty, or whose bounds are not all finite: a relu turns an overflow to -Infinity
 * into a harmless looking 0, and what follows from it proves nothing.
 */
function unlessUnsound(values: readonly IntervalBounds[], bound: tf.Tensor2D): tf.Tensor2D {
  // a gradient of its own, or tfjs would send zeros back through the condition to every bound of the network
  const checked = tf.customGrad((x) => {
    const widths = values.map(({ lower, upper }) => tf.reshape(tf.sub(upper, lower), [upper.shape[0]!, -1]));
    const finite = tf.isFinite(tf.addN(widths.map((width) => tf.sum(width, 1, true))));
    const inhabited = tf.greaterEqual(tf.min(widths[0]!, 1, true), 0);
    const margins = x as tf.Tensor;
    const nan = tf.fill(margins.shape, Number.NaN);
    const value = tf.where(tf.logicalAnd(finite, inhabited), margins, nan);
    return { value, gradFunc: (dy: tf.Tensor) => dy };
  });
  return checked(bound) as tf.Tensor2D;
}
