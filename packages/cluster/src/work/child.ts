import { type ChildProcess, fork } from 'node:child_process';
import type { JobData } from '../queue/jobs';
import type { Said } from './serve';
import type { Settled } from './work';

/** How a process that works is begun: a script and its arguments. */
export type ChildEntry = {
  readonly path: string;
  readonly args: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env?: { readonly [name: string]: string };
};

/** A process that settles the cases of one job after the other, begun with its first job and anew where it ended. */
export type Child = {
  /** @throws `WorkError` when the job could not be done; rejects as well where the process ends. */
  readonly work: (data: JobData, onSettled: (settled: Settled) => void) => Promise<void>;
  /** Ends it, whatever it is at. */
  readonly close: () => void;
};

/** That a job could not be done, and whether it was for want of room on a disk. */
export class WorkError extends Error {
  constructor(
    message: string,
    readonly noRoom: boolean,
  ) {
    super(message);
    this.name = 'WorkError';
  }
}

/** A child process; it ends with this one. */
export function childProcess({ path, args, execArgv = process.execArgv, env = {} }: ChildEntry): Child {
  let child: ChildProcess | undefined;
  const begun = (): ChildProcess => {
    if (child?.connected && child.exitCode === null && child.signalCode === null) return child;
    child = fork(path, [...args], {
      execArgv: [...execArgv],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return child;
  };
  return {
    close: () => child?.kill('SIGKILL'),
    work: (data, onSettled) =>
      new Promise((resolve, reject) => {
        const working = begun();
        const finish = (then: () => void) => {
          working.off('message', onMessage).off('exit', onExit);
          then();
        };
        const onExit = (code: number | null, signal: string | null) =>
          finish(() => reject(new WorkError(`the process ended with ${signal ?? code}`, false)));
        const onMessage = (said: Said) => {
          if (said.kind === 'settled') onSettled(said.settled);
          else if (said.kind === 'done') finish(resolve);
          else if (said.kind === 'failed') {
            finish(() => reject(new WorkError(said.message, said.noRoom)));
          }
        };
        working.on('message', onMessage as (said: unknown) => void).on('exit', onExit);
        // kept for it until it listens
        working.send(data);
      }),
  };
}
