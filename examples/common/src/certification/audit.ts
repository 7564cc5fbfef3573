import { pgd } from '@ibp/attack';
import { classificationSpec } from '@ibp/bounds';
import { batches, type Dataset } from '@ibp/data';
import { type Engine, type Network, outputShape } from '@ibp/layers';
import type { Certified } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { CertifySettings } from './flags';

type Options = CertifySettings & { readonly epsilon: number; readonly engine: Engine | undefined };

/**
 * Attacks all examples, verified ones too.
 *
 * @throws when one that was verified breaks: a bug, or rounding.
 */
export async function audit(
  network: Network,
  test: Dataset,
  results: readonly Certified[],
  { epsilon, pgdSteps: steps, pgdRestarts: restarts, seed, engine }: Options,
): Promise<string> {
  const search = pgd({ steps, restarts, ...(engine ? { engine } : {}) });
  const [classes] = outputShape(network) as [number];
  const broken: number[] = [];
  let index = 0;
  for (const { x, labels } of batches(test, 100)) {
    const spec = tf.tidy(() => classificationSpec(labels, classes));
    try {
      const { examples } = await search(network, { x, spec, epsilon, range: test.range, seed });
      for (const { status } of examples) {
        if (status === 'broken') broken.push(index);
        index++;
      }
    } finally {
      tf.dispose([x, spec]);
    }
  }
  const wrong = broken.filter((i) => results[i]!.verdict.status === 'verified');
  if (wrong.length > 0) throw new Error(`audit: the attack broke verified examples ${wrong.join(', ')}`);
  return `audit: attacked all ${index} examples; ${broken.length} broke, none of them verified`;
}
