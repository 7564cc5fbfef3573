import { join } from 'node:path';
import { stagesOf, startProgress, type Trained } from '@ibp/cli';
import { batches, slice } from '@ibp/data';
import { highsWasm } from '@ibp/exact/highs';
import { weightsHash } from '@ibp/layers';
import { type Certified, certify, summarize } from '@ibp/verify';
import { fileJournal } from '@ibp/verify/node';

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

/** What measuring asks of a trained network. */
export type Measurable = Pick<Trained, 'network' | 'engine'> & {
  readonly images: Pick<Trained['images'], 'source' | 'test'>;
  readonly folder: Pick<Trained['folder'], 'path'>;
};

/** A short attack and, as in the paper, a MIP for what it and cheap bounds leave open. */
const cascade = { mode: 'float32', pgdSteps: 40, pgdRestarts: 2, complete: ['mip'] } as const;

/**
 * Certifies the first test examples; goes on from what an earlier run has found out.
 *
 * @param seed of the attack.
 */
export async function exactError(
  trained: Measurable,
  { epsilon, seed }: { readonly epsilon: number; readonly seed: number },
  size: ExactSize,
): Promise<Exact> {
  const { network, images, folder, engine } = trained;
  const solver = highsWasm();
  const all = stagesOf(cascade, { solver, engine, elision: true });
  const names = all.map(({ name }) => name);
  const test = slice(images.test, 0, Math.min(size.examples, images.test.count));
  const journal = fileJournal(join(folder.path, `certify-${epsilon.toPrecision(4)}-${size.seconds}s.jsonl`), {
    weights: await weightsHash(network),
    data: images.source,
    epsilon,
    seed,
    stages: names,
    seconds: size.seconds,
  });
  const progress = startProgress(`certifying at ${epsilon.toPrecision(2)}`, test.count);
  const results: Certified[] = [];
  let verified = 0;
  try {
    const options = { epsilon, seed, stages: all, range: test.range, budget: size.seconds, journal };
    for await (const result of certify(network, batches(test, 100), options)) {
      results.push(result);
      verified += result.verdict.status === 'verified' ? 1 : 0;
      const verifiedError = 1 - verified / results.length;
      progress.update(results.length, `verified error ${(100 * verifiedError).toFixed(2)} %`);
    }
  } finally {
    progress.stop();
    await solver.close();
  }
  const { examples, verifiedError, falsifiedError } = summarize(results);
  return { examples, verifiedError, falsifiedError, stages: names };
}
