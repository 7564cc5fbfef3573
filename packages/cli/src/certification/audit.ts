import { type ExampleResult, pgd } from '@ibp/attack';
import type { Epsilon } from '@ibp/bounds';
import { batches, type Dataset } from '@ibp/data';
import type { Engine, Network } from '@ibp/layers';
import type { Certified } from '@ibp/verify';
import { attackBatches } from '../attack-batches';
import type { CertifySettings } from './flags';

type Options = Omit<CertifySettings, 'epsilon'> & {
  readonly epsilon: Epsilon;
  readonly engine: Engine | undefined;
};

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
  const attack = pgd({ steps, restarts, ...(engine ? { engine } : {}) });
  const attacked: ExampleResult[] = [];
  const options = { attack, epsilon, range: test.range, seed };
  for await (const examples of attackBatches(network, batches(test, 100), options))
    attacked.push(...examples);
  const broken = [...attacked.keys()].filter((i) => attacked[i]!.status === 'broken');
  const wrong = broken.filter((i) => results[i]!.verdict.status === 'verified');
  if (wrong.length > 0) throw new Error(`audit: the attack broke verified examples ${wrong.join(', ')}`);
  return `audit: attacked all ${attacked.length} examples; ${broken.length} broke, none of them verified`;
}
