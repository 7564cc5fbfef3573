import { fail } from '@ibp/core';
import { searchWorker } from './search-worker';
import type { SearchReply, SearchTask } from './workers';

/** What a process is sent: a task, or that the one it is at may end. */
export type Told = SearchTask | 'stop';

/** What it answers. */
export type Heard = { readonly reply: SearchReply } | { readonly error: string };

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
  let stop = new AbortController();
  const say = (heard: Heard) => {
    if (process.connected) process.send!(heard);
  };
  process.on('disconnect', () => process.exit());
  process.on('message', (told: Told) => {
    if (told === 'stop') {
      stop.abort();
      return;
    }
    stop = new AbortController();
    answer(told, stop.signal).then(
      (reply) => say({ reply }),
      ({ message }: Error) => say({ error: message }),
    );
  });
  // a terminal sends it to all processes: who began this one says when it is time
  process.on('SIGINT', () => undefined);
  return new Promise<never>(() => undefined);
}
