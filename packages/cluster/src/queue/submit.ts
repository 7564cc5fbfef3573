import type { JobType, Queue } from 'bullmq';
import type { CaseList } from '../campaign/case-list';
import type { Store } from '../store/store';
import { type JobData, jobOf, ownerOf } from './jobs';
import { announce, markCancelled, nextRound, note } from './ledger';
import type { Server } from './server';

/** Options of `submitCampaign`. */
export type SubmitOptions = {
  /** Cases in a job, from 1 to 1000; 50 unless given. */
  readonly chunk?: number;
  /** The cases to queue; all without a result unless given. */
  readonly numbers?: readonly number[];
};

/** Jobs that are sent to the server at once. */
const together = 500;

/**
 * Queues the cases of a campaign that the store has no result of.
 *
 * @returns how many were queued, and how many were there.
 */
export async function submitCampaign(
  server: Server,
  queue: Queue<JobData>,
  store: Store,
  { id, name, cases, idOf }: CaseList,
  { chunk = 50, numbers }: SubmitOptions = {},
): Promise<{ readonly queued: number; readonly known: number }> {
  await announce(server, id, { name, cases, kind: 'campaign' });
  const round = numbers ? await nextRound(server, id) : 0;
  // one that failed stands in the way of another of the same cases
  await removeJobs(queue, id, ['failed']);
  let [queued, known] = [0, 0];
  let waiting: number[] = [];
  let jobs: ReturnType<typeof jobOf>[] = [];
  const cut = async (last: boolean) => {
    if (waiting.length === chunk || (last && waiting.length > 0)) {
      jobs.push(jobOf({ version: 1, campaign: id, numbers: waiting, quick: true }, { round }));
      queued += waiting.length;
      waiting = [];
    }
    if (jobs.length === together || last) {
      if (jobs.length > 0) await queue.addBulk(jobs);
      jobs = [];
    }
  };
  for (const number of numbers ?? upTo(cases)) {
    if (await store.has('results', idOf(number))) {
      known += 1;
      await note(server, id, [{ number, status: 'unknown', known: true }]);
    } else {
      waiting.push(number);
      await cut(false);
    }
  }
  await cut(true);
  return { queued, known };
}

function* upTo(count: number): Generator<number> {
  for (let number = 0; number < count; number++) yield number;
}

/** Takes the jobs of a campaign from the queue; those at work end, and their results stay. */
export async function cancelCampaign(server: Server, queue: Queue<JobData>, id: string): Promise<number> {
  await markCancelled(server, id);
  return removeJobs(queue, id, ['waiting', 'prioritized', 'delayed', 'failed']);
}

/** Jobs of a campaign that wait, or that a worker has. */
export async function jobsLeft(queue: Queue<JobData>, id: string): Promise<number> {
  const jobs = await queue.getJobs(['waiting', 'prioritized', 'delayed', 'active']);
  return jobs.filter((job) => job && ownerOf(job.data) === id).length;
}

async function removeJobs(queue: Queue<JobData>, id: string, states: JobType[]): Promise<number> {
  let removed = 0;
  for (const job of await queue.getJobs(states)) {
    if (!job || ownerOf(job.data) !== id) continue;
    // one that a worker has taken meanwhile is locked
    removed += await job.remove().then(
      () => 1,
      () => 0,
    );
  }
  return removed;
}
