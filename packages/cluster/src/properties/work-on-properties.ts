import { fail } from '@ibp/core';
import { putFile } from '../store/content';
import type { Store } from '../store/store';
import type { Settled } from '../work/work';
import type { LoadedProperties, PropertyContents, PropertyMethod } from './property-campaign';
import { type PropertyAnswer, propertyClaimBytes } from './property-result';

/** A file of properties that is to be verified. */
export type PropertyRequest = {
  readonly contents: PropertyContents;
  readonly method: PropertyMethod;
};

/** Verifies a file of properties, and proves the answer: JSON that `@ibp/exact` can check. */
export type VerifyProperties = (
  request: PropertyRequest,
) => Promise<{ readonly verification: PropertyAnswer; readonly certificate?: unknown }>;

/** Options of `workOnProperties`. */
export type WorkOnPropertiesOptions = {
  readonly verify: VerifyProperties;
  /** Leave what needs long to a job of its own. */
  readonly quick: boolean;
  /** The name of the worker. */
  readonly worker: string;
  /** The version of the packages that work. */
  readonly software: string;
};

/** Of the budget, what a file may take before it gets a job of its own. */
const quickShare = 1 / 50;

/**
 * Settles cases of a campaign over files of properties, and keeps their results and proofs in the store, one by one.
 *
 * @throws when the campaign is of another version, or a result cannot be kept.
 */
export async function* workOnProperties(
  store: Store,
  { campaign, idOf, contents }: LoadedProperties,
  numbers: readonly number[],
  { verify, quick, worker, software }: WorkOnPropertiesOptions,
): AsyncGenerator<Settled, void, undefined> {
  if (software !== campaign.software) {
    fail('worker', `expected version ${campaign.software}, which the campaign is of, got ${software}`);
  }
  const { nodes, seconds } = campaign.method;
  const method = quick ? { seconds, nodes: Math.ceil(quickShare * nodes) } : campaign.method;
  for (const number of numbers) {
    const id = idOf(number);
    if (await store.has('results', id)) {
      yield { number, status: 'unknown', known: true };
      continue;
    }
    const { verification, certificate } = await verify({ contents: await contents(number), method });
    const { answer } = verification;
    if (quick && method.nodes < nodes && (answer === 'timeout' || answer === 'unknown')) {
      yield { number, status: 'open', rows: hardness(verification, nodes) };
      continue;
    }
    const proof =
      certificate === undefined ? {} : { certificate: await putFile(store, JSON.stringify(certificate)) };
    await store.write('results', id, propertyClaimBytes({ id, worker, software, verification, ...proof }));
    yield { number, ...statusOf(answer) };
  }
}

/** By the measured time of a part, how long all of them may take, on a scale of doublings: those that take longest come first. */
const hardness = ({ seconds, nodes }: PropertyAnswer, most: number): number =>
  Math.round(16 * Math.log2(1 + (seconds / Math.max(1, nodes)) * most));

function statusOf(answer: PropertyAnswer['answer']): Pick<Settled, 'status' | 'reason'> {
  if (answer === 'unsat') return { status: 'verified' };
  if (answer === 'sat') return { status: 'falsified' };
  return { status: 'unknown', reason: answer === 'unknown' ? 'undecided' : answer };
}
