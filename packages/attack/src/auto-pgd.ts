import type { Attack } from './attack';
import { cascade } from './cascade';
import { crossEntropyLoss } from './losses/cross-entropy';
import { logitsRatio } from './losses/logits-ratio';
import { autoPgdSteps } from './optimizers/auto-pgd';
import { type PgdOptions, pgd } from './pgd';

/**
 * Auto-PGD (Croce and Hein 2020), which has no step size to choose, for balls in l-infinity: by the cross-entropy first,
 * then by the difference of logits ratio what that left unbroken.
 *
 * @param options.steps of a run; 100 unless given, as the authors have it.
 * @param options.restarts for each of the two losses; 1 unless given.
 * @throws when an option is not a number of its kind. The attack throws when the task does not fit the network.
 *
 * @example
 * ```ts
 * import { attackError, autoPgd } from '@ibp/attack';
 * import { classificationSpec } from '@ibp/bounds';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const task = { x: tf.tensor2d([[0.9, 0.1], [0.3, 0.7]]), spec: classificationSpec([2, 2], 3), epsilon: 0.1 };
 * console.log(attackError(await autoPgd({ steps: 20 })(net, task))); // 0.5
 * ```
 */
export function autoPgd(
  options: Pick<PgdOptions, 'steps' | 'restarts' | 'engine' | 'batchSize' | 'targets'> = {},
): Attack {
  const by = (loss: PgdOptions['loss'] & object) =>
    pgd({ steps: 100, ...options, loss, optimizer: autoPgdSteps() });
  return cascade(by(crossEntropyLoss()), by(logitsRatio()));
}
