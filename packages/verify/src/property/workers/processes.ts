import { type ChildProcess, fork } from 'node:child_process';
import type { Heard, Told } from './serve-searches';
import type { SearchReply, SearchTask, SearchWorkers } from './workers';

/** How a process that searches is begun: a script that calls `serveSearches`, and its arguments. */
export type SearchEntry = {
  readonly path: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
};

/** Options of `searchProcesses`. */
export type SearchProcessesOptions = SearchEntry & {
  readonly count: number;
  /** Seconds beyond what is left, after which a process that has not answered is ended; 10 unless given. */
  readonly grace?: number;
};

/** The most that a timer of Node can be set to, in seconds. */
const longest = (2 ** 31 - 1) / 1000;

/**
 * Workers for `verifyProperty`, each a process of its own with its own memory and backend, begun at once. One that ends is not
 * begun anew. They end with this process.
 */
export function searchProcesses({
  count,
  grace = 10,
  ...entry
}: SearchProcessesOptions): SearchWorkers & { readonly close: () => void } {
  const all = Array.from({ length: count }, () => askable(entry));
  return {
    count,
    ask: (index, task, { seconds, signal }) => all[index]!.ask(task, seconds + grace, signal),
    close: () => {
      for (const { end } of all) end();
    },
  };
}

function askable({ path, args = [], execArgv = process.execArgv }: SearchEntry) {
  // arrays of numbers as they are
  const child: ChildProcess = fork(path, [...args], {
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  let failed: string | undefined;
  child.on('exit', (code, signal) => {
    failed ??= `the process ended with ${signal ?? code}`;
  });
  child.on('error', ({ message }) => {
    failed ??= message;
  });
  // nobody has to wait for it
  child.unref();
  child.channel?.unref();
  const end = () => {
    failed ??= 'the process was ended';
    child.kill('SIGKILL');
  };
  let asked = 0;
  let pending = 0;
  const ask = (task: SearchTask, seconds: number, signal?: AbortSignal): Promise<SearchReply> =>
    new Promise((resolve, reject) => {
      if (failed !== undefined) {
        reject(new Error(failed));
        return;
      }
      const id = asked++;
      const tell = (what: Told['task']) =>
        child.send({ id, task: what } satisfies Told, (error) => error && finish(() => reject(error)));
      let finished = false;
      const finish = (then: () => void) => {
        if (finished) return;
        finished = true;
        clearTimeout(timer);
        pending -= 1;
        if (pending === 0) child.channel?.unref();
        child.off('message', onMessage).off('exit', onExit).off('error', onExit);
        signal?.removeEventListener('abort', onAbort);
        then();
      };
      const onMessage = (heard: Heard) => {
        if (heard.id !== id) return;
        finish(() => ('reply' in heard ? resolve(heard.reply) : reject(new Error(heard.error))));
      };
      const onExit = () => finish(() => reject(new Error(failed)));
      const onAbort = () => tell('stop');
      const timer = setTimeout(end, 1000 * Math.min(longest, Math.max(0, seconds)));
      pending += 1;
      child.channel?.ref();
      child
        .on('message', onMessage as (heard: unknown) => void)
        .on('exit', onExit)
        .on('error', onExit);
      signal?.addEventListener('abort', onAbort);
      tell(task);
    });
  return { ask, end };
}
