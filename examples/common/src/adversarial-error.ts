import type { Attack } from '@ibp/attack';
import { classificationSpec, type InputRange } from '@ibp/bounds';
import { type Network, outputShape } from '@ibp/layers';
import type { Examples } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';

export type AdversarialErrorOptions = {
  readonly attack: Attack;
  readonly epsilon: number;
  readonly range: InputRange;
  readonly seed?: number;
  readonly onProgress?: (examples: number, error: number) => void;
};

/**
 * The share of examples that are misclassified, or that the attack finds a misclassified input near: the paper's
 * "PGD" column. A tie is an error, as it is in `evaluate`.
 *
 * @param batches each `x` is freed.
 */
export async function adversarialError(
  network: Network,
  batches: Iterable<Examples>,
  { attack, epsilon, range, seed = 0, onProgress }: AdversarialErrorOptions,
): Promise<number> {
  const [classes] = outputShape(network) as [number];
  let [examples, errors] = [0, 0];
  for (const { x, labels } of batches) {
    const spec = tf.tidy(() => classificationSpec(labels, classes));
    try {
      const result = await attack(network, { x, spec, epsilon, range, seed });
      // written so that NaN counts as an error
      errors += result.examples.filter(({ status, margin }) => !(status === 'unbroken' && margin < 0)).length;
      examples += result.examples.length;
    } finally {
      tf.dispose([x, spec]);
    }
    onProgress?.(examples, errors / examples);
  }
  return errors / examples;
}
