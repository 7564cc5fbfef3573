import { join } from 'node:path';
import { pgd } from '@ibp/attack';
import { adversarialError, type Recipe, startProgress } from '@ibp/cli';
import { batches, type Dataset, slice } from '@ibp/data';
import { ibp, weightsHash } from '@ibp/layers';
import { evaluate } from '@ibp/train';
import { type Exact, type ExactSize, exactError, type Measurable } from './exact';
import { type Memory, memoryIn } from './remember';

export type PgdSize = { readonly steps: number; readonly restarts: number };

/** What to measure of a network at a radius. */
export type Measurement = {
  readonly epsilon: number;
  /** The first so many of the test set. */
  readonly testExamples: number;
  /** No attack where left out. */
  readonly pgd?: PgdSize;
  /** No proof beyond interval bounds where left out. */
  readonly exact?: ExactSize;
};

/** Shares of 1. */
export type Measured = {
  readonly epsilon: number;
  readonly examples: number;
  readonly error: number;
  /** An upper bound of the error under any attack, by interval bounds with elision. */
  readonly ibpError: number;
  /** A lower bound of it. */
  readonly pgdError?: number;
  readonly exact?: Exact;
};

/** Measures a trained network, and keeps the figures in its folder: none is computed twice. */
export async function measure(
  trained: Measurable,
  recipe: Pick<Recipe, 'seed' | 'elision'>,
  wanted: Measurement,
): Promise<Measured> {
  const { network, images, folder, engine } = trained;
  const { seed } = recipe;
  const { epsilon, testExamples, exact } = wanted;
  const test = slice(images.test, 0, Math.min(testExamples, images.test.count));
  const memory = memoryIn(join(folder.path, 'measurements.json'));
  const about = `${await weightsHash(network)}, ${images.source}, epsilon ${epsilon}`;
  const { error, verifiedError } = await memory(`${about}, ${test.count} examples, ibp`, () =>
    evaluate(network, batches(test, 100), {
      epsilon,
      bound: ibp({ elide: recipe.elision }),
      range: test.range,
      ...(engine ? { engine } : {}),
    }),
  );
  return {
    epsilon,
    examples: test.count,
    error,
    ibpError: verifiedError,
    ...(wanted.pgd
      ? { pgdError: await pgdError(trained, test, wanted.pgd, { epsilon, seed, about, memory }) }
      : {}),
    ...(exact && exact.examples > 0 ? { exact: await exactError(trained, { epsilon, seed }, exact) } : {}),
  };
}

/** Examples between two times that the attack's figures are kept. */
const CHUNK = 500;

async function pgdError(
  { network, engine }: Measurable,
  test: Dataset,
  { steps, restarts }: PgdSize,
  { epsilon, seed, about, memory }: { epsilon: number; seed: number; about: string; memory: Memory },
): Promise<number> {
  const attack = pgd({ steps, restarts, ...(engine ? { engine } : {}) });
  const { range } = test;
  const progress = startProgress(`PGD at ${epsilon.toPrecision(2)}`, test.count);
  let errors = 0;
  try {
    for (let from = 0; from < test.count; from += CHUNK) {
      const chunk = slice(test, from, Math.min(from + CHUNK, test.count));
      const key = `${about}, examples ${from} to ${from + chunk.count}, PGD ${steps} x ${restarts}, seed ${seed}`;
      const share = await memory(key, () =>
        adversarialError(network, batches(chunk, 100), { attack, epsilon, range, seed: seed + from }),
      );
      errors += Math.round(share * chunk.count);
      progress.update(from + chunk.count, `error ${((100 * errors) / (from + chunk.count)).toFixed(2)} %`);
    }
  } finally {
    progress.stop();
  }
  return errors / test.count;
}
