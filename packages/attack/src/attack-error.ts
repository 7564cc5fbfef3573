import { fail } from '@ibp/core';
import type { AttackResult } from './attack';

/**
 * The share of examples that did not withstand the attack: an example does where all values seen were numbers below 0.
 * A tie is an error and so is a NaN, as `evaluate` of `@ibp/train` has it; only of `broken` ones there is a witness.
 *
 * @throws when there is no example.
 *
 * @example
 * ```ts
 * import { attackError, fgsm } from '@ibp/attack';
 * import { classificationSpec } from '@ibp/bounds';
 * import { constantInitializer, dense, network } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], dense(2, { kernelInitializer: constantInitializer(0) })); // a tie withstands nothing
 * const task = { x: tf.tensor2d([[0.9, 0.1]]), spec: classificationSpec([0], 2), epsilon: 0.1 };
 * console.log(attackError(await fgsm()(net, task))); // 1
 * ```
 */
export function attackError(...results: readonly AttackResult[]): number {
  const examples = results.flatMap((result) => result.examples);
  if (examples.length === 0) fail('attackError', 'expected at least one example, got none');
  const withstood = examples.filter(({ status, margin }) => status === 'unbroken' && margin < 0);
  return 1 - withstood.length / examples.length;
}
