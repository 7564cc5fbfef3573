import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';
import type { Phase } from './phases';
import type { ResultRow } from './row-list';

/** How a phase ended: at its end, at the hour or a signal (the same command goes on), or with an error. */
export type Ended = 'done' | 'stopped' | 'failed';

/** A command of an example. */
export type Command = (row: ResultRow, phase: Phase) => ChildProcess;

/** As a person runs it, in a process of its own, which leaves no memory behind. */
export const exampleCommand: Command = ({ example }, { flags }) =>
  spawn(process.execPath, ['--conditions=@ibp/source', '--import', 'tsx', 'main.ts', ...flags], {
    cwd: resolve('..', example), // of examples/paper, where npm runs this
    stdio: 'inherit',
  });

export type PhaseRun = {
  /** The time at which to stop. */
  readonly until?: Date;
  readonly command?: Command;
  /** Of its process; the lowest unless given. */
  readonly priority?: number;
};

/** What a step, and the checkpoint after it, may take of those who are told to stop. */
const patience = 120_000;

/** The longest that a timer waits. */
const longest = 2 ** 31 - 1;

/**
 * Runs a phase below all other work on the machine, until it ends or the clock shows `until`. Told to stop, training ends
 * with the step it is at and a checkpoint; a certification has every image but the one it was at.
 */
export async function runPhase(
  row: ResultRow,
  phase: Phase,
  { until, command = exampleCommand, priority = constants.priority.PRIORITY_LOW }: PhaseRun = {},
): Promise<Ended> {
  const left = until ? until.getTime() - Date.now() : longest;
  if (left <= 0) return 'stopped';
  const child = command(row, phase);
  setPriorityOf(child, priority);
  let stopped = false;
  let last: NodeJS.Timeout | undefined;
  const stop = (): void => {
    stopped = true;
    child.kill('SIGINT');
    last ??= setTimeout(() => child.kill('SIGKILL'), patience);
  };
  const timer = setTimeout(stop, Math.min(left, longest));
  // a terminal sends Ctrl-C to both; a second one to the child does no harm
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return 'done';
    return stopped ? 'stopped' : 'failed';
  } finally {
    clearTimeout(timer);
    clearTimeout(last);
    for (const signal of signals) process.off(signal, stop);
  }
}

function setPriorityOf({ pid }: ChildProcess, priority: number): void {
  try {
    if (pid !== undefined) setPriority(pid, priority);
  } catch {
    // it has ended already, or the system has no priorities to give
  }
}
