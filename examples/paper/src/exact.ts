import { join } from 'node:path';
import { pgd } from '@ibp/attack';
import { batches, slice } from '@ibp/data';
import { ibp, weightsHash } from '@ibp/layers';
import {
  alphaCrown,
  attack,
  bound,
  type Certified,
  certify,
  clean,
  crownIbp,
  lp,
  mip,
  type Solver,
  type Stage,
  summarize,
} from '@ibp/verify';
import { fileJournal, highsWasm } from '@ibp/verify/node';
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

/** Cheapest first; the last two as in the paper, a MIP and, where that takes too long, the LP. */
const stages = ({ engine }: Trained, solver: Solver): Stage[] => {
  const search = pgd({ steps: 40, restarts: 2, ...(engine ? { engine } : {}) });
  return [
    clean(),
    bound('ibp', ibp()),
    bound('crown-ibp', crownIbp(), { batch: 10 }),
    attack('pgd', search),
    bound('alpha-crown', alphaCrown(), { batch: 1 }),
    lp({ solver }),
    mip({ solver }),
  ];
};

/** Certifies the first test examples; goes on from what an earlier run has found out. */
export async function exactError(trained: Trained, epsilon: number, size: ExactSize): Promise<Exact> {
  const { network, images, folder } = trained;
  const solver = highsWasm();
  const all = stages(trained, solver);
  const names = all.map(({ name }) => name);
  const test = slice(images.test, 0, Math.min(size.examples, images.test.count));
  const journal = fileJournal(join(folder.path, `certify-${epsilon.toPrecision(4)}-${size.seconds}s.jsonl`), {
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
    await solver.close();
  }
  const { examples, verifiedError, falsifiedError } = summarize(results);
  return { examples, verifiedError, falsifiedError, stages: names };
}
