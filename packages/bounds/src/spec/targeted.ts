import { fail, formatShape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Labels, labelTensor } from './labels';
import type { LinearSpec } from './linear-spec';

/**
 * "The logit of each target stays below that of the label": `c = e_target - e_label`, `d = 0`
 * (eq. 3 of Gowal et al. 2019).
 *
 * @param targets int32 `[batch, specs]`, none equal to its label.
 * @returns `c` `[batch, specs, classes]`, `d` `[batch, specs]`. A label or target that is out of range, or a
 * target that is the label, gives NaN in `d`: such a specification never verifies.
 * @throws when a label of an array is out of range.
 *
 * @example
 * ```ts
 * import { specValues, targetedSpec } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const spec = targetedSpec([2], tf.tensor2d([[1]], [1, 1], 'int32'), 3); // z[1] - z[2] < 0 alone
 * console.log(specValues(spec, tf.tensor2d([[1, 4, 3]])).arraySync()); // [ [ 1 ] ]
 * ```
 */
export function targetedSpec(labels: Labels, targets: tf.Tensor2D, classes: number): LinearSpec {
  if (targets.rank !== 2 || targets.shape[1] === 0) {
    fail('targetedSpec', `expected targets [batch,specs], specs >= 1, got ${formatShape(targets.shape)}`);
  }
  return tf.tidy(() => {
    const label = tf.expandDims(labelTensor('targetedSpec', labels, classes), 1);
    const [batch, specs] = targets.shape;
    if (label.shape[0] !== batch) {
      fail('targetedSpec', `expected as many labels as rows of targets, got ${label.shape[0]} and ${batch}`);
    }
    // in float32 before they are subtracted: of whole numbers wasm would do that one by one
    const [toTarget, toLabel] = [tf.cast(targets, 'int32'), label].map((index) =>
      tf.cast(tf.oneHot(index as tf.Tensor2D, classes), 'float32'),
    );
    const c = tf.sub(toTarget!, toLabel!);
    // a proper row has one 1 and one -1; anything else must not be provable
    const proper = tf.equal(tf.sum(tf.abs(c), -1), 2);
    const d = tf.where(proper, tf.zeros([batch, specs]), tf.fill([batch, specs], Number.NaN)) as tf.Tensor2D;
    return { c, d };
  });
}
