import { fail } from '@ibp/core';
import { type AnyCampaign, isOfProperties, loadAnyCampaign } from '../campaign/load-any';
import { type VerifyProperties, workOnProperties } from '../properties/work-on-properties';
import { isTrial, parseJob, type TrialJob } from '../queue/jobs';
import type { Store } from '../store/store';
import { type LoadedSweep, loadSharedSweep } from '../trials/shared-sweep';
import { type TrainTrial, workOnTrial } from '../trials/work-on-trial';
import { type Settled, type WorkOptions, workOn } from './work';

/** What a child process sends: cases, as they are settled, then the end of the job. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string; readonly noRoom: boolean };

const isNoRoom = (message: string): boolean => /\b(ENOSPC|EDQUOT|EFBIG|EROFS)\b/.test(message);

/** What a process is able to. */
export type ServeOptions = Omit<WorkOptions, 'quick'> & {
  /** Trains runs of sweeps; jobs of sweeps are refused where there is none. */
  readonly train?: TrainTrial;
  /** Verifies files of properties; jobs of such campaigns are refused where there is none. */
  readonly verify?: VerifyProperties;
  /** Where folders of runs are made; that of the system for what is temporary unless given. */
  readonly folder?: string;
};

/**
 * Works for `startWorker`, in a process of its own, as it computes for minutes and the worker has locks to renew: settles the cases of each job
 * that it is sent, until who began it ends.
 */
export async function serveWork(store: Store, options: ServeOptions): Promise<never> {
  const { send } = process;
  if (!send) return fail('worker', 'expected to be begun by a worker, got a process of its own');
  const say = (said: Said) => {
    // the worker may be gone, and this process not know it yet
    if (process.connected) process.send!(said, (error: Error | null) => error && process.exit());
  };
  let last: AnyCampaign | undefined;
  let lastSweep: LoadedSweep | undefined;
  const train = async ({ sweep, trial, bracket, rung }: TrialJob) => {
    const { train, worker, software, folder } = options;
    if (!train) return fail('worker', 'expected cases of campaigns, got a run of a sweep');
    if (lastSweep?.id !== sweep) lastSweep = await loadSharedSweep(store, sweep);
    const how = { train, worker, software, ...(folder === undefined ? {} : { folder }) };
    say({ kind: 'settled', settled: await workOnTrial(store, lastSweep, { trial, bracket, rung }, how) });
  };
  const settle = (loaded: AnyCampaign, numbers: readonly number[], quick: boolean) => {
    if (!isOfProperties(loaded)) return workOn(store, loaded, numbers, { ...options, quick });
    const { verify, worker, software } = options;
    if (!verify) return fail('worker', 'expected cases of images, got files of properties');
    return workOnProperties(store, loaded, numbers, { verify, quick, worker, software });
  };
  const work = async (value: unknown) => {
    const job = parseJob(value);
    if (isTrial(job)) return train(job);
    const { campaign, numbers, quick } = job;
    if (last?.id !== campaign) last = await loadAnyCampaign(store, campaign);
    for await (const settled of settle(last, numbers, quick)) say({ kind: 'settled', settled });
  };
  process.on('disconnect', () => process.exit());
  process.on('message', (value) => {
    work(value).then(
      () => say({ kind: 'done' }),
      ({ message }: Error) => say({ kind: 'failed', message, noRoom: isNoRoom(message) }),
    );
  });
  // a terminal sends these to all processes: the worker says when it is time
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  say({ kind: 'ready' });
  return new Promise<never>(() => undefined);
}
