import { type Job, type Queue, WaitingError, Worker } from 'bullmq';
import type { Child } from '../work/child';
import { WorkError } from '../work/child';
import type { Settled } from '../work/work';
import { isTrial, type JobData, jobOf, ownerOf, parseJob, queueName } from './jobs';
import { isCancelled, note, noteBegun } from './ledger';
import type { Server } from './server';

/** Options of `startWorker`. */
export type WorkerOptions = {
  /** By which results name it. */
  readonly name: string;
  /** Begins a process for jobs; each does one at a time. */
  readonly child: () => Child;
  /** Jobs at once; 1 unless given. */
  readonly processes?: number;
  /** Seconds after which the jobs of a worker that says nothing go to others; 30 unless given. */
  readonly lock?: number;
  readonly log?: (line: string) => void;
};

/** A worker at work. */
export type RunningWorker = {
  /** Takes no more jobs; gives those at work so many seconds to end, and what has not ended back to the queue. */
  readonly stop: (seconds: number) => Promise<void>;
  /** When it has stopped, by itself with the reason, or told to. */
  readonly ended: Promise<string | undefined>;
};

/** Workers may be killed at any time: a job that many have had is not to blame. */
const mostStalls = 1_000_000;

/**
 * Takes jobs from the queue until it is told to stop, or there is no room for results. It computes nothing itself: that locks are renewed does
 * not depend on what its processes are at.
 */
export function startWorker(server: Server, queue: Queue<JobData>, options: WorkerOptions): RunningWorker {
  const { name, child, processes = 1, lock = 30, log = () => undefined } = options;
  const idle: Child[] = Array.from({ length: processes }, child);
  const all = [...idle];
  let stopping = false;
  let end: (reason: string | undefined) => void;
  const ended = new Promise<string | undefined>((resolve) => {
    end = resolve;
  });

  const work = async (job: Job<JobData>, token?: string): Promise<void> => {
    const data = parseJob(job.data);
    const owner = ownerOf(data);
    if (await isCancelled(server, owner)) return;
    const working = idle.pop() ?? child();
    const fresh: Settled[] = [];
    const noted: Promise<void>[] = [];
    try {
      await noteBegun(server, owner, isTrial(data) ? 1 : data.numbers.length);
      await working.work(data, (settled) => {
        fresh.push(settled);
        noted.push(note(server, owner, [settled]));
        // it was found, or is left to a job of its own
        if (settled.known || settled.status === 'open') noted.push(noteBegun(server, owner, -1));
      });
      await Promise.all(noted);
      await queueOpen(owner, fresh);
    } catch (error) {
      if (error instanceof WorkError && error.noRoom) {
        void stopFor(`no room for results: ${error.message}`);
      } else if (!stopping) {
        log(`${name}: job ${job.id}: ${(error as Error).message}`);
        throw error;
      }
      // as if it had never had it
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      await Promise.allSettled(noted);
      idle.push(working);
    }
  };

  /** What needs long goes on by itself, the hardest first. */
  const queueOpen = async (campaign: string, settled: readonly Settled[]): Promise<void> => {
    const open = settled.filter(({ status }) => status === 'open');
    if (open.length === 0) return;
    const job = ({ number, rows = 0 }: Settled) =>
      jobOf({ version: 1, campaign, numbers: [number], quick: false }, { rows });
    await queue.addBulk(open.map(job));
  };

  const connection = server.client.duplicate({ maxRetriesPerRequest: null });
  connection.on('error', () => undefined);
  const worker = new Worker<JobData>(queueName, work, {
    connection: connection as never,
    name,
    concurrency: processes,
    lockDuration: 1000 * lock,
    stalledInterval: 1000 * lock,
    maxStalledCount: mostStalls,
    // of a job that only waits again, that is no start to count
    removeOnComplete: { count: 0 },
  });
  worker.on('error', () => undefined); // of a server that is gone: it waits, and the connection says so
  worker.on('stalled', (id) => log(`${name}: job ${id} is back: its worker said nothing`));

  const stopFor = async (reason: string | undefined, seconds = 0): Promise<void> => {
    if (stopping) return;
    stopping = true;
    if (reason) log(`${name}: ${reason}`);
    const hurry = setTimeout(() => all.forEach((one) => void one.close()), 1000 * seconds);
    try {
      await worker.close();
    } finally {
      clearTimeout(hurry);
      for (const one of all) one.close();
      connection.disconnect();
      end(reason);
    }
  };
  return { ended, stop: (seconds) => stopFor(undefined, seconds) };
}
