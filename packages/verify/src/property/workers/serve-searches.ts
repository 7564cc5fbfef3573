import { fail } from '@ibp/core';
import { searchWorker } from './search-worker';
import type { SearchReply, SearchTask } from './workers';

/** What a process is sent: a task, or that the one of this number may end. */
export type Told = { readonly id: number; readonly task: SearchTask | 'stop' };

/** What it answers. */
export type Heard = { readonly id: number } & ({ readonly reply: SearchReply } | { readonly error: string });

/**
 * Works for `searchProcesses`, in the process that it began, on the backend that tensorflow.js has here, until who began it ends.
 *
 * @throws in a process that nobody began.
 */
export async function serveSearches(): Promise<never> {
  if (!process.send) {
    return fail('serveSearches', 'expected to be begun by searchProcesses, got a process of its own');
  }
  const answer = searchWorker();
  const stops = new Map<number, AbortController>();
  const say = (heard: Heard) => {
    if (process.connected) process.send!(heard);
  };
  process.on('disconnect', () => process.exit());
  process.on('message', ({ id, task }: Told) => {
    if (task === 'stop') {
      stops.get(id)?.abort();
      return;
    }
    const stop = new AbortController();
    stops.set(id, stop);
    answer(task, stop.signal)
      .then(
        (reply) => say({ id, reply }),
        ({ message }: Error) => say({ id, error: message }),
      )
      .finally(() => stops.delete(id));
  });
  // a terminal sends it to all processes: who began this one says when it is time
  process.on('SIGINT', () => undefined);
  return new Promise<never>(() => undefined);
}
