import { askedProcess, type ProcessEntry } from '../../workers/asked-process';
import type { SearchReply, SearchTask, SearchWorkers } from './workers';

/** Options of `searchProcesses`: a script that calls `serveSearches`, and how many. */
export type SearchProcessesOptions = ProcessEntry & {
  readonly count: number;
  /** Seconds beyond what is left, after which a process that has not answered is ended; 10 unless given. */
  readonly grace?: number;
};

/**
 * Workers for `verifyProperty`, each a process of its own with its own memory and backend, begun at once. One that ends is not
 * begun anew. They end with this process.
 */
export function searchProcesses({
  count,
  grace = 10,
  ...entry
}: SearchProcessesOptions): SearchWorkers & { readonly close: () => void } {
  const all = Array.from({ length: count }, () => askedProcess<SearchTask, SearchReply>(entry));
  return {
    count,
    ask: (index, task, { seconds, signal }) => all[index]!.ask(task, seconds + grace, signal),
    close: () => {
      for (const { end } of all) end();
    },
  };
}
