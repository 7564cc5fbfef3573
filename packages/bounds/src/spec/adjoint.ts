import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../errors';
import { foldSpecs, unfoldSpecs } from './fold';
import type { LinearSpec } from './linear-spec';

/**
 * The pull-back of a linear op that has no parameters to learn (a pool, padding with zeros, a reshape):
 * `c' = A^T c` is the op's own vector-Jacobian product, and the gradient of that is the op itself.
 */
export function adjointPullBack(
  { c, d }: LinearSpec,
  forward: (x: tf.Tensor) => tf.Tensor,
  inputShape: Shape,
): LinearSpec {
  return tf.tidy(() => {
    const adjoint = tf.customGrad((x) => {
      const y = x as tf.Tensor;
      const at = tf.zeros([y.shape[0]!, ...inputShape]);
      return { value: tf.grad(forward)(at, y), gradFunc: (dy: tf.Tensor) => forward(dy) };
    });
    return { c: unfoldSpecs(adjoint(foldSpecs(c)), c), d: d.clone() };
  });
}
