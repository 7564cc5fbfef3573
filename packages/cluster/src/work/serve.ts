import { fail } from '@ibp/core';
import { type LoadedCampaign, loadCampaign } from '../campaign/load';
import { parseJob } from '../queue/jobs';
import type { Store } from '../store/store';
import { type Settled, type WorkOptions, workOn } from './work';

/** What a child process sends: cases, as they are settled, then the end of the job. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string; readonly noRoom: boolean };

const isNoRoom = (message: string): boolean => /\b(ENOSPC|EDQUOT|EFBIG|EROFS)\b/.test(message);

/**
 * Works for `startWorker`, in a process of its own, as it computes for minutes and the worker has locks to renew: settles the cases of each job
 * that it is sent, until who began it ends.
 */
export async function serveWork(store: Store, options: Omit<WorkOptions, 'quick'>): Promise<never> {
  const { send } = process;
  if (!send) return fail('worker', 'expected to be begun by a worker, got a process of its own');
  const say = (said: Said) => {
    if (process.connected) process.send!(said);
  };
  let last: LoadedCampaign | undefined;
  const work = async (value: unknown) => {
    const { campaign, numbers, quick } = parseJob(value);
    if (last?.id !== campaign) last = await loadCampaign(store, campaign);
    for await (const settled of workOn(store, last, numbers, { ...options, quick })) {
      say({ kind: 'settled', settled });
    }
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
