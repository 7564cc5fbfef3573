import { assertShape, fail, formatShape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { type Labels, labelTensor } from './labels';
import type { LinearSpec } from './linear-spec';
import { targetedSpec } from './targeted';
import { otherClasses } from './targets';

/**
 * One against all: the label's logit stays above each of the others (eq. 3 of Gowal et al. 2019).
 *
 * @returns `classes - 1` specifications for each example, in the order of `otherClasses`.
 * @throws when a label is out of range.
 *
 * @example
 * ```ts
 * import { classificationSpec, specValues } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const spec = classificationSpec([2], 3); // z[0] - z[2] < 0 and z[1] - z[2] < 0
 * console.log(specValues(spec, tf.tensor2d([[1, 4, 3]])).arraySync()); // [ [ -2, 1 ] ]
 * ```
 */
export function classificationSpec(labels: Labels, classes: number): LinearSpec {
  return tf.tidy(() => targetedSpec(labels, otherClasses(labels, classes), classes));
}

/**
 * The worst logits a box allows (eq. 10 of Gowal et al. 2019): the lower bound for the label, the upper bound
 * for the others.
 *
 * @param bounds `[batch, classes]`
 * @returns `[batch, classes]`; a row of NaN for a label of a tensor that is out of range.
 * @throws when a label of an array is out of range, or there is not one for each row.
 */
export function worstCaseLogits(bounds: IntervalBounds, labels: Labels): tf.Tensor2D {
  const { lower, upper } = bounds;
  assertShape('worstCaseLogits', upper.shape, lower.shape);
  if (lower.rank !== 2) {
    fail('worstCaseLogits', `expected bounds of shape [batch,classes], got ${formatShape(lower.shape)}`);
  }
  return tf.tidy(() => {
    const label = labelTensor('worstCaseLogits', labels, lower.shape[1]!);
    assertShape('worstCaseLogits', label.shape, [lower.shape[0]!]);
    const own = tf.cast(tf.oneHot(label, lower.shape[1]!), 'bool');
    const worst = tf.where(own, lower, upper);
    return tf.where(tf.any(own, 1, true), worst, Number.NaN) as tf.Tensor2D;
  });
}
