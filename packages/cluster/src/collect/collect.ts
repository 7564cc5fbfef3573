import { caseCount } from '../campaign/campaign';
import { type CampaignCase, caseAt, caseId } from '../campaign/cases';
import type { LoadedCampaign } from '../campaign/load';
import { mostOfWorkers, type Store } from '../store/store';
import { type CaseResult, readResult } from '../work/result';
import type { Solve } from '../work/work';
import type { Collected, Collection } from './collected';
import { confirmClaims } from './confirm';
import { doAgain } from './do-again';
import { gather } from './gathering';
import { whyForeign } from './why-foreign';

/** Options of `collect`. */
export type CollectOptions = {
  /** Does some cases again, here: only what is done here is known to be done. */
  readonly solve: Solve;
  /** Of each worker, how many of the results without a proof (`unknown`, or a claim that cannot be confirmed) are done again; 3 unless given. */
  readonly recheck?: number;
  /** Of which are done again. */
  readonly seed?: number;
  readonly onProgress?: (done: number, of: number) => void;
};

/** So many certificates' worth of proofs are checked at once. */
const together = 100;

/**
 * Puts the results of a campaign together, and trusts none: proofs and witnesses are done again by the checker, for what the campaign
 * asks, and of what leaves none a sample of each worker is settled again, here. Results that are of another case or version, rejected, or
 * not what they should have come to are thrown away with all else that rests on their worker's word, and the worker is named.
 *
 * @returns each case's result once, and which cases are missing.
 */
export async function collect(
  store: Store,
  loaded: LoadedCampaign,
  { solve, recheck = 3, seed = 0, onProgress = () => undefined }: CollectOptions,
): Promise<Collection> {
  const { campaign } = loaded;
  const cases = caseCount(campaign);
  const gathering = gather<Collected>(store, loaded);
  for (let start = 0; start < cases; ) {
    // of one network: they are checked as one certificate
    const end = Math.min(start + together, cases, (Math.floor(start / span(loaded)) + 1) * span(loaded));
    const found: { readonly of: CampaignCase; readonly result: CaseResult }[] = [];
    for (let number = start; number < end; number++) {
      const of = caseAt(campaign, number);
      const read = await resultOf(store, loaded, of);
      if (read === undefined) gathering.miss(number);
      else if ('why' in read) gathering.throwAway({ ...read, number });
      else found.push({ of, result: read });
    }
    const claims = found.map(({ of, result: { certified } }) => ({ of, certified }));
    const checks = await confirmClaims(loaded, claims);
    for (const [i, { of, result }] of found.entries()) {
      const check = checks[i]!;
      if (check.status === 'rejected') {
        const why = `${result.certified.verdict.status}, which the checker rejects: ${check.reason}`;
        gathering.throwAway({ worker: result.worker, number: of.number, why });
      } else {
        const { certified, worker } = result;
        gathering.keep(of.number, { of, certified, worker, check });
      }
    }
    start = end;
    onProgress(start, cases);
  }
  return gathering.end(await doAgain(loaded, gathering.results.values(), { solve, recheck, seed }));
}

/** Cases of one network, which come one after the other. */
const span = ({ campaign: { epsilons, count } }: LoadedCampaign): number => epsilons.length * count;

/** What the store has of a case; why it is none of it. */
async function resultOf(
  store: Store,
  { campaign, inputs }: LoadedCampaign,
  of: CampaignCase,
): Promise<CaseResult | { readonly worker: string; readonly why: string } | undefined> {
  const id = caseId(campaign, inputs, of);
  let result: CaseResult;
  try {
    const bytes = await store.read('results', id, mostOfWorkers);
    if (!bytes) return undefined;
    result = readResult(bytes);
  } catch (error) {
    return { worker: 'not known', why: `no result: ${(error as Error).message}` };
  }
  const { worker, certified } = result;
  const why = whyForeign(result, { id, software: campaign.software });
  if (why !== undefined) return { worker, why };
  if (certified.index !== of.place) {
    return { worker, why: `expected the result of example ${of.place}, got one of ${certified.index}` };
  }
  return result;
}
