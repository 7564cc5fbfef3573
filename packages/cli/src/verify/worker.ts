import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { reasons, type Verification } from './answer';
import type { Served } from './served';
import type { Task } from './verify-files';

/** Verifies one task after the other in a process of its own, so that one that hangs or runs out of memory ends alone. */
export type Worker = {
  readonly verify: (task: Task) => Promise<Served>;
  /** Ends the process, whatever it is at. */
  readonly close: () => void;
};

/** How a worker is begun: this command once more, unless given. */
export type Entry = { readonly path: string; readonly execArgv: readonly string[] };

/** Beyond its time a worker has this many seconds to answer, a tenth of the time at least. */
const graceOf = (timeout: number): number => Math.max(10, timeout / 10);

const failed = (answer: 'timeout' | 'error', reason: string, seconds: number): Served => ({
  verification: { answer, reason, method: '', nodes: 0, seconds } satisfies Verification,
  text: `${answer}\n`,
});

/** Options of `startWorker`. */
export type WorkerOptions = {
  /** Flags of `verify --serve`. */
  readonly args: readonly string[];
  readonly entry?: Entry;
  /** Seconds beyond the time of a task, after which its process is ended. */
  readonly grace?: number;
};

/** A worker that begins with its first task, and anew where it ended. */
export function startWorker({ args, entry = thisCommand(), grace }: WorkerOptions): Worker {
  let child: ChildProcess | undefined;
  return { verify, close: () => child?.kill('SIGKILL') };

  async function verify(task: Task): Promise<Served> {
    child ??= await begin(entry, args);
    const working = child;
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    return await new Promise((resolve) => {
      const finish = (served: Served, ended: boolean) => {
        clearTimeout(timer);
        working.off('message', onMessage).off('exit', onExit);
        if (ended) {
          working.kill('SIGKILL');
          child = undefined;
        }
        resolve(served);
      };
      const onMessage = (served: unknown) => finish(served as Served, false);
      const onExit = (code: number | null, signal: string | null) =>
        finish(failed('error', `the process ended with ${signal ?? code}`, seconds()), true);
      const timer = setTimeout(
        () => finish(failed('timeout', reasons.time, seconds()), true),
        (task.timeout + 2 * (task.confirm ?? 0) + (grace ?? graceOf(task.timeout))) * 1000,
      );
      working.on('message', onMessage).on('exit', onExit);
      working.send(task);
    });
  }
}

/** As it was begun. */
export const thisCommand = (): Entry => ({ path: process.argv[1]!, execArgv: process.execArgv });

/** A worker that has said that it is ready. */
async function begin({ path, execArgv }: Entry, args: readonly string[]): Promise<ChildProcess> {
  const child = fork(path, ['verify', '--serve', ...args], {
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (said !== 'ready') throw new Error(`expected a worker to begin, got a process that ended with ${said}`);
  return child;
}
