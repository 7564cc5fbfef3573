import { join } from 'node:path';
import { pgd } from '@ibp/attack';
import { batches, slice } from '@ibp/data';
import { ibp, weightsHash } from '@ibp/layers';
import {
  attack,
  bound,
  type Certified,
  certify,
  clean,
  crown,
  crownIbp,
  type Stage,
  summarize,
} from '@ibp/verify';
import { fileJournal } from '@ibp/verify/node';
import { startProgress, type Trained } from 'ibp-examples-common';

export type ExactSize = {
  /** The first so many of the test set. */
  readonly examples: number;
  /** For one example; the paper gives a MIP 600. */
  readonly seconds: number;
};

/** What a cascade of verifiers found out; the true error is from `falsifiedError` to `verifiedError`. */
export type Exact = {
  readonly examples: number;
  readonly verifiedError: number;
  readonly falsifiedError: number;
  readonly stages: readonly string[];
};

/** Cheapest first. */
const stages = (trained: Trained): Stage[] => {
  const engine = trained.engine ? { engine: trained.engine } : {};
  return [
    clean(),
    bound('ibp', ibp()),
    attack('pgd', pgd({ steps: 40, restarts: 2, ...engine })),
    bound('crown-ibp', crownIbp()),
    bound('crown', crown(), { batch: 10 }),
  ];
};

/** Certifies the first test examples; goes on from what an earlier run has found out. */
export async function exactError(trained: Trained, epsilon: number, size: ExactSize): Promise<Exact> {
  const { network, images, folder } = trained;
  const all = stages(trained);
  const names = all.map(({ name }) => name);
  const test = slice(images.test, 0, Math.min(size.examples, images.test.count));
  const journal = fileJournal(join(folder.path, `certify-${epsilon.toPrecision(4)}.jsonl`), {
    weights: await weightsHash(network),
    data: images.source,
    epsilon,
    stages: names,
    seconds: size.seconds,
  });
  const progress = startProgress(`certifying at ${epsilon.toPrecision(2)}`, test.count);
  const results: Certified[] = [];
  try {
    const options = { epsilon, stages: all, range: test.range, budget: size.seconds, journal };
    for await (const result of certify(network, batches(test, 100), options)) {
      results.push(result);
      const { verifiedError } = summarize(results);
      progress.update(results.length, `verified error ${(100 * verifiedError).toFixed(2)} %`);
    }
  } finally {
    progress.stop();
  }
  const { examples, verifiedError, falsifiedError } = summarize(results);
  return { examples, verifiedError, falsifiedError, stages: names };
}
