import { assertShape, fail, formatShape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The property `c . z + d < 0` of an output `z`, several for each example (eq. 2 of Gowal et al. 2019):
 * `c` is `[batch, specs, ...units]`, `d` is `[batch, specs]`. It holds where the value is below 0; a tie does not.
 */
export type LinearSpec = { readonly c: tf.Tensor; readonly d: tf.Tensor2D };

/**
 * A specification from its tensors, which it shares: it owns no copies.
 *
 * @param c `[batch, specs, ...units]`
 * @param d `[batch, specs]`; zeros when left out.
 * @throws when the shapes do not fit.
 *
 * @example
 * ```ts
 * import { linearSpec, specValues } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const c = tf.tensor3d([[[1, 1]]]); // z[0] + z[1] < 2, for one example
 * const spec = linearSpec(c, tf.tensor2d([[-2]]));
 * console.log(specValues(spec, tf.tensor2d([[0.5, 1]])).arraySync()); // [ [ -0.5 ] ]
 * ```
 */
export function linearSpec(c: tf.Tensor, d?: tf.Tensor2D): LinearSpec {
  if (c.rank < 3 || c.shape[1] === 0) {
    fail('linearSpec', `expected c of shape [batch,specs,...units], specs >= 1, got ${formatShape(c.shape)}`);
  }
  const shape: [number, number] = [c.shape[0]!, c.shape[1]!];
  if (d) assertShape('linearSpec', d.shape, shape);
  return { c, d: d ?? tf.zeros(shape) };
}
