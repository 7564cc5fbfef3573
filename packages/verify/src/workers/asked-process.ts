import { type ChildProcess, fork } from 'node:child_process';
import type { Heard, Told } from './serve-tasks';

/** How a process that answers is begun: a script that serves tasks, and its arguments. */
export type ProcessEntry = {
  readonly path: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
};

/** A process that answers tasks. */
export type AskedProcess<Task, Reply> = {
  /**
   * The signal ends a task early, which is then answered.
   *
   * @param seconds after which a process that has not answered is ended.
   * @throws (rejects) where the process has ended, or the task throws there.
   */
  readonly ask: (task: Task, seconds: number, signal?: AbortSignal) => Promise<Reply>;
  readonly end: () => void;
  /** Why it has ended, once it has. */
  readonly ended: () => string | undefined;
  /** What it had computed when it last answered, in seconds of processor time. */
  readonly processorSeconds: () => number;
};

/** The most that a timer of Node can be set to, in seconds. */
const longest = (2 ** 31 - 1) / 1000;

/** Begins a process of its own memory and backend, which ends with this one. */
export function askedProcess<Task, Reply>({
  path,
  args = [],
  execArgv = process.execArgv,
}: ProcessEntry): AskedProcess<Task, Reply> {
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
  let processorSeconds = 0;
  let asked = 0;
  let pending = 0;
  const ask: AskedProcess<Task, Reply>['ask'] = (task, seconds, signal) =>
    new Promise((resolve, reject) => {
      if (failed !== undefined) {
        reject(new Error(failed));
        return;
      }
      const id = asked++;
      const tell = (what: Told<Task>['task']) =>
        child.send({ id, task: what } satisfies Told<Task>, (error) => error && finish(() => reject(error)));
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
      const onMessage = (heard: Heard<Reply>) => {
        if (heard.id !== id) return;
        processorSeconds = heard.processorSeconds;
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
      try {
        tell(task);
      } catch (error) {
        finish(() => reject(error)); // it cannot be sent
      }
    });
  return { ask, end, ended: () => failed, processorSeconds: () => processorSeconds };
}
