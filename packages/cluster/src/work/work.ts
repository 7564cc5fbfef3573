import { fail, type PlainNetwork } from '@ibp/core';
import type { Certified } from '@ibp/verify';
import type { CampaignMethod } from '../campaign/campaign';
import { type CampaignCase, caseAt, caseId } from '../campaign/cases';
import type { Inputs } from '../campaign/inputs';
import type { LoadedCampaign } from '../campaign/load';
import type { Store } from '../store/store';
import { resultBytes } from './result';

/** Some examples of one network and one radius, to be settled. */
export type SolveRequest = {
  readonly network: PlainNetwork;
  /** The hash of the network's file: who is asked again may keep what it made of it. */
  readonly networkHash: string;
  readonly inputs: Inputs;
  readonly places: readonly number[];
  readonly epsilon: number;
  readonly method: CampaignMethod;
  /** Whether only by what takes many examples at once, and is soon done. */
  readonly quick: boolean;
};

/** Settles examples; `index` of each result is its place. The command line's is `certify` with the stages of the method. */
export type Solve = (request: SolveRequest) => AsyncIterable<Certified>;

/** A case that is settled, or that took too long for a chunk; a run of a sweep that has ended. */
export type Settled = {
  readonly number: number;
  readonly status: 'verified' | 'falsified' | 'unknown' | 'open' | 'trained';
  /** Of `unknown`. */
  readonly reason?: string;
  /** Of `open`: rows that no bound has proved, by which the hardest come first. */
  readonly rows?: number;
  /** It was found in the store: another worker, or another campaign, has paid for it. */
  readonly known?: true;
};

/** Options of `workOn`. */
export type WorkOptions = {
  readonly solve: Solve;
  /** Leave what needs long to a job of its own. */
  readonly quick: boolean;
  /** The name of the worker. */
  readonly worker: string;
  /** The version of the packages that work. */
  readonly software: string;
};

/**
 * Settles cases of a campaign and keeps their results in the store, one by one, as they come; those that are there are not done again.
 *
 * @throws when the campaign is of another version, or a result cannot be kept.
 */
export async function* workOn(
  store: Store,
  { campaign, inputs, network }: LoadedCampaign,
  numbers: readonly number[],
  { solve, quick, worker, software }: WorkOptions,
): AsyncGenerator<Settled, void, undefined> {
  if (software !== campaign.software) {
    fail('worker', `expected version ${campaign.software}, which the campaign is of, got ${software}`);
  }
  const waiting = new Map<string, CampaignCase[]>();
  for (const one of numbers.map((number) => caseAt(campaign, number))) {
    if (await store.has('results', caseId(campaign, inputs, one))) {
      yield { number: one.number, status: 'unknown', known: true };
    } else {
      const key = `${one.network} ${one.epsilon}`;
      waiting.set(key, [...(waiting.get(key) ?? []), one]);
    }
  }
  for (const cases of waiting.values()) {
    const [{ network: networkHash, epsilon }] = cases as [CampaignCase];
    const byPlace = new Map(cases.map((one) => [one.place, one]));
    const request = { networkHash, inputs, epsilon, method: campaign.method, quick };
    const places = [...byPlace.keys()];
    for await (const certified of solve({ ...request, network: await network(networkHash), places })) {
      const one = byPlace.get(certified.index);
      if (!one) return fail('worker', `expected a result of places ${places}, got one of ${certified.index}`);
      const { verdict } = certified;
      if (quick && verdict.status === 'unknown') {
        yield { number: one.number, status: 'open', rows: certified.open.length };
        continue;
      }
      const id = caseId(campaign, inputs, one);
      await store.write('results', id, resultBytes({ id, worker, software, certified }));
      const reason = verdict.status === 'unknown' ? { reason: verdict.reason } : {};
      yield { number: one.number, status: verdict.status, ...reason };
    }
  }
}
