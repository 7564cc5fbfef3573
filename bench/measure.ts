import { median } from './median';
import { type Runner, startRunner } from './runner';
import { type Answer, type Task, tasks, type Workload } from './task';

export type Measurement = Workload & {
  readonly engine: string;
  readonly task: Task;
  readonly rounds: number;
  /** Steps in a row in each round. */
  readonly row: number;
  /** Milliseconds: the median and the least of all steps. */
  readonly median: number;
  readonly least: number;
  /** Milliseconds of processor time, all threads together, in the step that took least. */
  readonly leastCpu: number;
  /** What computed, with its version and that of its BLAS. */
  readonly program: string;
  /** Of a process that does this task only. */
  readonly peakMegabytes: number;
  readonly compileMilliseconds: number;
};

export type Options = {
  readonly engines: readonly string[];
  readonly rounds: number;
  /**
   * How many steps an engine does before the next has its turn, as in a training loop: a step alone finds the caches full of
   * what another process left there, and its threads asleep. 1 unless given.
   */
  readonly row?: number;
  readonly tasks?: readonly Task[];
  readonly log: (line: string) => void;
};

/** One engine at one task, in a process that does nothing else. */
type Contestant = { readonly engine: string; readonly task: Task; runner?: Runner; answers: Answer[] };

/**
 * Measures one workload on all engines, in turns: what else the machine does in a round then hits all alike. One
 * round before the first counts for nothing (compilation, caches). An engine that does not start or fails is left out,
 * and a line says why. Each task has processes of its own, for their memory; training steps, whose ratio is of
 * interest, take turns with each other, evaluation is measured after them.
 */
export async function measure(workload: Workload, options: Options): Promise<Measurement[]> {
  const wanted = options.tasks ?? tasks;
  const results: Measurement[] = [];
  for (const together of [
    wanted.filter((task) => task !== 'evaluate'),
    wanted.filter((task) => task === 'evaluate'),
  ]) {
    results.push(...(await race(workload, together, options)));
  }
  return results;
}

async function race(workload: Workload, together: readonly Task[], options: Options): Promise<Measurement[]> {
  const { engines, rounds, row = 1, log } = options;
  let contestants = together.flatMap((task) =>
    engines.map((engine): Contestant => ({ engine, task, answers: [] })),
  );
  const each = async (what: (contestant: Contestant) => Promise<void>): Promise<void> => {
    for (const contestant of contestants) {
      try {
        await what(contestant);
      } catch (error) {
        log(`  ${contestant.engine}, ${contestant.task}: left out: ${(error as Error).message}`);
        contestant.runner?.stop();
        contestants = contestants.filter((other) => other !== contestant);
      }
    }
  };
  try {
    await each(async (contestant) => {
      contestant.runner = await startRunner(contestant.engine, workload);
    });
    for (let round = 0; round <= rounds; round++) {
      await each(async ({ runner, task, answers }) => {
        for (let step = 0; step < row; step++) answers.push(await runner!.run(task));
      });
    }
    return contestants.map((contestant) => summary(workload, contestant, { rounds, row }));
  } finally {
    for (const { runner } of contestants) runner?.stop();
  }
}

function summary(
  workload: Workload,
  { engine, task, runner, answers }: Contestant,
  { rounds, row }: Pick<Measurement, 'rounds' | 'row'>,
): Measurement {
  const sorted = answers.slice(row).sort((a, b) => a.milliseconds - b.milliseconds);
  const times = sorted.map(({ milliseconds }) => milliseconds);
  const { peakMegabytes, compileMilliseconds } = answers.at(-1)!;
  return {
    ...workload,
    engine,
    task,
    rounds,
    row,
    median: median(times),
    least: times[0]!,
    leastCpu: sorted[0]!.cpuMilliseconds,
    program: runner!.greeting.replace(/^ready ?/, ''),
    peakMegabytes,
    compileMilliseconds,
  };
}
