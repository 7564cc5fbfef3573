import { type AskedProcess, askedProcess, type ProcessEntry } from '../../workers/asked-process';
import { serveTasks } from '../../workers/serve-tasks';
import type { Stage } from '../stage';
import { stageWorker } from './stage-worker';
import type { StageReply, StageTask, StageWorkers } from './workers';

/** Options of `stageProcesses`: a script that calls `serveStages`, and how many. */
export type StageProcessesOptions = ProcessEntry & { readonly count: number };

/** Processes that run stages. */
export type StageProcesses = StageWorkers & {
  /** Ends them; whoever is asked from then on rejects. */
  readonly close: () => void;
  /** What they had computed when they last answered, all together, in seconds of processor time. */
  readonly processorSeconds: () => number;
};

/**
 * Workers for `inWorkers`, each a process of its own with its own memory and backend, begun when it is first asked and anew where it
 * ended. They end with this process.
 *
 * No process is ended for taking long: its stages have limits, as they have here.
 */
export function stageProcesses({ count, ...entry }: StageProcessesOptions): StageProcesses {
  const all = new Map<number, AskedProcess<StageTask, StageReply>>();
  let before = 0;
  let closed = false;
  const worker = (index: number) => {
    const known = all.get(index);
    if (known && known.ended() === undefined) return known;
    before += known?.processorSeconds() ?? 0;
    const begun = askedProcess<StageTask, StageReply>(entry);
    all.set(index, begun);
    return begun;
  };
  return {
    count,
    ask: async (index, task, signal) => {
      // what was asked for is not wanted any more, and would begin a process that nobody ends
      if (closed) throw new Error('the processes were closed');
      return worker(index).ask(task, Number.POSITIVE_INFINITY, signal);
    },
    close: () => {
      closed = true;
      for (const { end } of all.values()) end();
    },
    processorSeconds: () =>
      [...all.values()].reduce((sum, { processorSeconds }) => sum + processorSeconds(), before),
  };
}

/**
 * Works for `stageProcesses`, in the process that it began, on the backend that tensorflow.js has here, until who began it ends.
 *
 * @param stages those of the cascade, in the same order.
 * @throws in a process that nobody began.
 */
export const serveStages = (stages: readonly Stage[]): Promise<never> =>
  serveTasks(stageWorker(stages), { method: 'serveStages', by: 'stageProcesses' });
