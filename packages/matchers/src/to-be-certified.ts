import { fail } from '@ibp/core';
import { ibp, type Network } from '@ibp/layers';
import { crownIbp } from '@ibp/relax';
import {
  alphaCrownStage,
  boundStage,
  branchAndBoundStage,
  type Certified,
  type CertifyOptions,
  certify,
  cleanStage,
  type Stage,
  summarize,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

/** What a network is to be certified on, and how much of it. */
export type CertifiedOptions = Pick<CertifyOptions, 'epsilon' | 'range'> & {
  readonly data: {
    /** `[examples, ...]`, or nested lists: what an input of the network is, example by example. */
    readonly x: tf.Tensor | tf.TensorLike;
    readonly labels: readonly number[];
  };
  /** The share of the examples that has to be verified, from 0 to 1; all unless given. */
  readonly atLeast?: number;
  /** Seconds for each example; 10 unless given. */
  readonly budget?: number;
  /** What proves and breaks: intervals, CROWN-IBP, alpha-CROWN, and branch and bound unless given. */
  readonly stages?: readonly Stage[];
};

/** What `expect` has more: for the types of jest and vitest, see the README. */
export type CertifiedMatchers<R = unknown> = {
  toBeCertified(options: CertifiedOptions): Promise<R>;
};

const standard = (): Stage[] => [
  cleanStage(),
  boundStage('ibp', ibp()),
  boundStage('crown-ibp', crownIbp(), { batch: 10 }),
  alphaCrownStage({ intermediate: 'ibp' }),
  branchAndBoundStage({ intermediate: 'ibp' }),
];

/**
 * Passes where the class of at least `atLeast` of the examples is proved for all inputs within epsilon. An unknown is none:
 * a test does not pass for want of time. `await` it.
 *
 * @param received a network of `@ibp/layers`, which stays the caller's.
 * @returns what jest and vitest take: whether it passes, and the message where that is not as expected.
 * @throws when there are no examples, `atLeast` is no share, or what `certify` throws for.
 *
 * @example
 * ```ts
 * import { toBeCertified } from '@ibp/matchers';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const data = { x: [[0.9, 0.1]], labels: [2] };
 * const { pass } = await toBeCertified(net, { data, epsilon: 0.1 });
 * console.log(pass); // true
 * ```
 */
export async function toBeCertified(
  received: unknown,
  { data, epsilon, range, atLeast = 1, budget = 10, stages = standard() }: CertifiedOptions,
): Promise<{ readonly pass: boolean; readonly message: () => string }> {
  const where = 'toBeCertified';
  if (!(atLeast >= 0 && atLeast <= 1)) fail(where, `expected a share from 0 to 1, got ${atLeast}`);
  const { labels } = data;
  if (labels.length === 0) fail(where, 'expected at least one example, got none');
  const network = networkIn(received);
  const x = tf.tidy(() =>
    tf.cast(data.x instanceof tf.Tensor ? data.x : tf.tensor(data.x), 'float32').clone(),
  );
  const results: Certified[] = [];
  const options = { epsilon, stages, budget, ...(range && { range }) };
  for await (const result of certify(network, [{ x, labels }], options)) results.push(result);
  results.sort((a, b) => a.index - b.index);
  const { verified, examples } = summarize(results);
  const others = results.filter(({ verdict }) => verdict.status !== 'verified');
  const wanted = `at least ${atLeast * 100} % of ${examples} examples certified`;
  const got = `${verified} verified${others.length > 0 ? `; ${others.map(inWords).join(', ')}` : ''}`;
  const pass = verified >= atLeast * examples;
  return { pass, message: () => `expected ${pass ? 'not ' : ''}${wanted}, got ${got}` };
}

const inWords = ({ index, verdict }: Certified): string =>
  verdict.status === 'unknown'
    ? `example ${index} unknown (${verdict.reason})`
    : `example ${index} ${verdict.status}`;

/** @throws unless it looks like a network: a matcher is given anything. */
function networkIn(received: unknown): Network {
  const { nodes, inputShape } = (received ?? {}) as {
    readonly nodes?: unknown;
    readonly inputShape?: unknown;
  };
  if (Array.isArray(nodes) && Array.isArray(inputShape)) return received as Network;
  return fail(
    'toBeCertified',
    'expected a network of @ibp/layers (of a model of tfjs, fromLayersModel makes one)',
  );
}

/** For `expect.extend`. */
export const matchers = { toBeCertified };
