import type { Network } from '@ibp/layers';
import type { Examples } from '@ibp/train';
import { type AttackOptions, attackBatches } from './attack-batches';

/** Options of `adversarialError`: the attack, and who is told how far it is. */
export type AdversarialErrorOptions = AttackOptions & {
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
  { onProgress, ...options }: AdversarialErrorOptions,
): Promise<number> {
  let [examples, errors] = [0, 0];
  for await (const results of attackBatches(network, batches, options)) {
    // written so that NaN counts as an error
    errors += results.filter(({ status, margin }) => !(status === 'unbroken' && margin < 0)).length;
    examples += results.length;
    onProgress?.(examples, errors / examples);
  }
  return errors / examples;
}
