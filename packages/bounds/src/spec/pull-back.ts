import { fail, isOf, type OpName, opNames, type Shape } from '@ibp/core';
import type { ParamsOf } from '../ops/definition';
import { linearOp } from '../ops/linear';
import { assertSpec } from './assert-spec';
import type { LinearSpec } from './linear-spec';

/** Whether a specification can be pulled back exactly through this op: whether it is linear and has one input. */
export function canPullBack(op: OpName): boolean {
  return isOf('linear', op);
}

/**
 * The specification on an op's input that equals `spec` on its output: `c' = W^T c`, `d' = c . b + d`
 * (eq. 9 of Gowal et al. 2019). Through the last layer this is elision.
 *
 * @param inputShape the op's input, without the batch.
 * @returns two new tensors; `spec` is left as it is.
 * @throws when the op is not linear or has more than one input, or when `spec` is not one on its output.
 *
 * @example
 * ```ts
 * import { classificationSpec, pullBack, specValues } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const kernel = tf.tensor2d([[1, 3], [2, 1]]);
 * const ofInput = pullBack(classificationSpec([1], 2), 'dense', { kernel }, [2]);
 * console.log(specValues(ofInput, tf.tensor2d([[1, 1]])).arraySync()); // [ [ -1 ] ]
 * ```
 */
export function pullBack<K extends OpName>(
  spec: LinearSpec,
  op: K,
  params: ParamsOf<K>,
  inputShape: Shape,
): LinearSpec {
  const linear = linearOp(op);
  if (!linear) {
    fail(
      'pullBack',
      `expected a linear op of one input (${opNames.filter(canPullBack).join(', ')}), got "${op}"`,
    );
  }
  const outputShape = linear.outputShape([inputShape], params);
  assertSpec(`pullBack through ${op}`, spec, outputShape);
  return linear.pullBack(spec, params, inputShape);
}
