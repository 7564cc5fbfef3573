import { assertFloat32 } from '@ibp/backend';
import { readBall } from '@ibp/bounds';
import { fail, type PlainNetwork } from '@ibp/core';
import { type Arithmetic, arithmetics, rigorousRefusal, settledCopy } from '@ibp/exact';
import {
  assertFunctions,
  assertWeightsStayed,
  type LoweredNetwork,
  type Network,
  watchSettledWeights,
} from '@ibp/layers';
import { plainNetwork } from '../plain/from-network';
import type { CascadeOptions, CertifyOptions } from './cascade-options';
import { type Case, closed, openCase } from './case';
import { inBatches, oneByOne } from './drive';
import type { CertifyExamples } from './examples';
import { nearestFirst, openBefore, patienceOf } from './patience';
import type { Ball, Question } from './question';
import { questionsOf } from './questions';
import type { Pair } from './run-stage';
import { severalAtOnce } from './several-at-once';
import type { StageContext } from './stage';
import type { Verdict } from './verdict';

/** What became of one example. */
export type Certified = Case & { readonly verdict: Verdict };

/**
 * A proof, a counter-example or an honest unknown for every example: each goes through the stages until one settles it.
 * Stages that take many examples at once see a whole batch; what they leave open goes one by one through the
 * others, when all batches have been seen.
 *
 * A counter-example is believed only after it was run through the network, in float32 and in float64, and found to be in the
 * ball (see `checkWitness`); NaN, infinity and ties prove nothing; an error in a stage leaves its examples open.
 *
 * @returns one result for each example, as they are settled and not in their order.
 * @throws when epsilon is negative, or it or the range has not as many numbers as an input, the budget is not above 0, `concurrency`,
 * `batchConcurrency` or `patience` is not a whole number above 0, a label is not a class, a place is none or comes twice, a specification is not one of the network's outputs or has no rows, an input is not of the
 * network's shape or outside the range, there are no stages, the backend or a stage's engine computes in less than
 * float32, weights are assigned before the run has ended, the network has an op without a bound in the arithmetic, or the journal is that of another run, in use by another, or damaged.
 *
 * @example
 * ```ts
 * import { dense, ibp, network, relu, sequential } from '@ibp/layers';
 * import { alphaCrownStage, boundStage, certify, cleanStage } from '@ibp/verify';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const examples = { x: tf.tensor2d([[0.9, 0.1]]), labels: [2] };
 * const stages = [cleanStage(), boundStage('ibp', ibp()), alphaCrownStage()];
 * for await (const { index, verdict } of certify(net, [examples], { epsilon: 0.1, stages })) {
 *   console.log(index, verdict.status); // 0 verified
 * }
 * ```
 */
export async function* certify(
  network: Network | LoweredNetwork,
  batches: Iterable<CertifyExamples> | AsyncIterable<CertifyExamples>,
  options: CertifyOptions,
): AsyncGenerator<Certified, void, undefined> {
  const ball = await readBall('certify', network.inputShape, options);
  let next = 0;
  const seen = new Set<number>();
  yield* certifyQuestions(network, ball, options, async function* (signal) {
    for await (const examples of batches) {
      if (signal.aborted) examples.x.dispose();
      signal.throwIfAborted();
      const questions = await questionsOf(network, examples, next, ball.range);
      next += questions.length;
      for (const { index } of questions) {
        if (seen.has(index)) fail('certify', `expected every place once, got ${index} twice`);
        seen.add(index);
      }
      yield questions;
    }
  });
}

/** Takes questions through the stages; those of one list are a batch. */
export async function* certifyQuestions(
  network: Network | LoweredNetwork,
  ball: Ball,
  options: CascadeOptions,
  batches: (signal: AbortSignal) => Iterable<readonly Question[]> | AsyncIterable<readonly Question[]>,
): AsyncGenerator<Certified, void, undefined> {
  const { stages, budget = 600, seed = 0, arithmetic = 'real' } = options;
  const { concurrency = 1, batchConcurrency = 1, patience } = options;
  const { journal, signal = new AbortController().signal } = options;
  if (!(budget > 0)) fail('certify', `expected a budget of more than 0 s for an example, got ${budget}`);
  // left out by who has no types
  if (!stages?.length) fail('certify', 'expected at least one stage, got none');
  const counts = { concurrency, batchConcurrency, ...(patience !== undefined && { patience }) };
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isSafeInteger(count) && count > 0)) {
      fail('certify', `expected a whole number above 0 as ${name}, got ${count}`);
    }
  }
  if (!Number.isSafeInteger(seed)) fail('certify', `expected a whole number as seed, got ${seed}`);
  await assertFloat32('certify');
  await assertFunctions('certify', network);
  const stayed = await watchSettledWeights(network, async () => {
    for (const stage of stages) await stage.check?.(network);
  });
  const plain = settledCopy(await plainNetwork(network)); // asked for its matrices at every step
  assertArithmetic(plain, arithmetic);
  const context = { network, plain, ...ball, arithmetic, seed, signal, secondsLeft: budget };
  const known = new Map((await journal?.load())?.map((entry) => [entry.index, entry]));
  try {
    yield* certifyFrom(known, context, batches(signal), {
      assertStayed: () => assertWeightsStayed('certify', stayed),
      stages,
      concurrency,
      batchConcurrency,
      ...(patience !== undefined && { patience }),
      ...(journal ? { journal } : {}),
    });
  } finally {
    await journal?.close?.();
  }
}

function assertArithmetic(plain: PlainNetwork, arithmetic: Arithmetic): void {
  if (!arithmetics.includes(arithmetic)) {
    fail('certify', `expected an arithmetic of ${arithmetics.join(' or ')}, got ${arithmetic}`);
  }
  // of real numbers, a stage that cannot bound it in exact arithmetic says so itself
  const refusal = arithmetic === 'real' ? undefined : rigorousRefusal(plain, arithmetic);
  if (refusal) fail('certify', `expected a network that can be bounded in ${arithmetic}, got ${refusal}`);
}

type AtOnce = Required<Pick<CertifyOptions, 'concurrency' | 'batchConcurrency'>> &
  Pick<CertifyOptions, 'patience'> & { readonly assertStayed: () => void };

/** As `certify`, when what an earlier run found out is known. */
async function* certifyFrom(
  known: ReadonlyMap<number, Case>,
  context: StageContext,
  batches: Iterable<readonly Question[]> | AsyncIterable<readonly Question[]>,
  {
    assertStayed,
    stages,
    concurrency,
    batchConcurrency,
    patience,
    journal,
  }: Pick<CertifyOptions, 'stages' | 'journal'> & AtOnce,
): AsyncGenerator<Certified, void, undefined> {
  const many = stages.filter(({ batch }) => batch > 1);
  const single = stages.filter(({ batch }) => batch === 1);
  const queue: Pair[] = [];
  const through = async (questions: readonly Question[]): Promise<readonly Pair[]> => {
    context.signal.throwIfAborted();
    const fresh = questions.map((question) => ({ question, state: openCase(question) }));
    // a batch that was interrupted is done again whole: what an attack draws may depend on what else is in it
    const seen = questions.every(({ index }) => known.has(index));
    return seen ? fresh : inBatches(many, fresh, context);
  };
  for await (const pairs of severalAtOnce(batches, batchConcurrency, through)) {
    assertStayed(); // before anything of it is noted
    for (const { question, state: found } of pairs) {
      const noted = known.get(question.index);
      const state = noted ?? found;
      if (state.verdict || single.length === 0) {
        const last = closed(state);
        if (!noted?.verdict) await journal?.append(last);
        yield last;
      } else {
        if (!noted) await journal?.append(state);
        queue.push({ question, state });
      }
    }
  }
  const names = single.map(({ name }) => name);
  const patient = patience === undefined ? undefined : patienceOf(patience, openBefore(queue, known, names));
  const line = patient ? nearestFirst(queue) : queue;
  for await (const { state, tried } of oneByOne(single, line, context, { concurrency, patient })) {
    assertStayed();
    const last = closed(state);
    // what was not tried may be, by a run that goes on from the journal
    if (tried) await journal?.append(last);
    yield last;
  }
}
