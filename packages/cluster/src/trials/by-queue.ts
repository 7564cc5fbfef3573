import { fail } from '@ibp/core';
import type { Queue } from 'bullmq';
import { type Suspect, told } from '../collect/gathering';
import { type JobData, trialJobOf } from '../queue/jobs';
import { announce, forget, isCancelled } from '../queue/ledger';
import type { Server } from '../queue/server';
import { getFile } from '../store/content';
import { mostOfWorkers, type Store } from '../store/store';
import type { SweepOptions } from '../sweep/run-sweep';
import { decodeFiles, type FolderFiles } from './folder-files';
import { type LoadedSweep, placeOf, runCount, type TrialRun, trialId } from './shared-sweep';
import { readClaim, type TrialClaim } from './trial-result';

/** Options of `trialsByQueue`. */
export type ByQueueOptions = {
  /**
   * Has the files of a run, and what its worker says of it: where it gives a text, that is why the claim is not so, and the run is done
   * again. What it throws ends the sweep.
   */
  readonly check: (run: TrialRun, claim: TrialClaim, files: FolderFiles) => Promise<string | undefined>;
  /** Told of each claim that was thrown away. */
  readonly onSuspect?: (suspect: Suspect) => void;
  /** Seconds between two looks for a result; 1 unless given. */
  readonly every?: number;
};

/** So often a run is done again before the sweep gives it up. */
const mostAgain = 5;

/**
 * Has workers train the runs of a sweep, as `runTrial` of `runSweep`: each goes on the queue, and what a worker brings to the store counts
 * once it was checked. Who waits may be killed at any time: the same sweep finds what was brought meanwhile.
 */
export async function trialsByQueue(
  server: Server,
  queue: Queue<JobData>,
  store: Store,
  loaded: LoadedSweep,
  { check, onSuspect = () => undefined, every = 1 }: ByQueueOptions,
): Promise<SweepOptions['runTrial']> {
  const { id: sweep, shared, plan } = loaded;
  await announce(server, sweep, { name: shared.name, cases: runCount(plan), kind: 'sweep' });

  /** Puts a run on the queue, unless it waits there or is at work; one that failed for good ends the sweep. */
  const queued = async (run: TrialRun, round: number): Promise<void> => {
    const { name, data, opts } = trialJobOf({ version: 1, sweep, ...run }, round);
    const job = await queue.getJob(opts.jobId);
    if (job && (await job.isFailed())) {
      await job.remove();
      fail('sweep', `expected trial ${run.trial} to be trained, got ${job.failedReason}`);
    }
    if (!job) await queue.add(name, data, opts);
  };

  return async ({ number: trial }, { bracket, rung }) => {
    const run = { trial, bracket, rung };
    const id = trialId(loaded, run);
    for (let round = 0; round <= mostAgain; round++) {
      while (!(await store.has('results', id))) {
        if (await isCancelled(server, sweep))
          fail('sweep', 'expected it to go on, got that it was cancelled');
        await queued(run, round);
        await new Promise((resolve) => setTimeout(resolve, 1000 * every));
      }
      const claim = await claimOf(store, loaded, id);
      const why = 'why' in claim ? claim.why : await check(run, claim.claim, claim.files);
      if (why === undefined && 'claim' in claim) return claim.claim.found;
      onSuspect(told({ worker: claim.worker, number: trial, why: why! }));
      await store.remove('results', id);
      await forget(server, sweep, [placeOf(plan, run).number]);
    }
    return fail(
      'sweep',
      `expected trial ${trial} to be trained, got ${mostAgain + 1} results that are not so`,
    );
  };
}

type Read =
  | { readonly worker: string; readonly why: string }
  | { readonly worker: string; readonly claim: TrialClaim; readonly files: FolderFiles };

/** A claim and its files; why it is none. */
async function claimOf(store: Store, { shared }: LoadedSweep, id: string): Promise<Read> {
  let worker = 'not known';
  try {
    const claim = readClaim((await store.read('results', id, mostOfWorkers)) ?? new Uint8Array());
    worker = claim.worker;
    if (claim.id !== id) return { worker, why: `the result of another run, ${claim.id}` };
    if (claim.software !== shared.software) {
      return {
        worker,
        why: `expected version ${shared.software}, which the sweep is of, got ${claim.software}`,
      };
    }
    return { worker, claim, files: decodeFiles(await getFile(store, claim.files, 'the files of a run')) };
  } catch (error) {
    return { worker, why: `no result: ${(error as Error).message}` };
  }
}
