import { type Runner, startRunner } from './runner';
import { type Task, tasks, type Workload } from './task';

export type Measurement = Workload & {
  readonly engine: string;
  readonly task: Task;
  /** Medians and least over the rounds. */
  readonly median: number;
  readonly least: number;
  readonly peakMegabytes: number;
};

export type Options = {
  readonly engines: readonly string[];
  readonly rounds: number;
  readonly log: (line: string) => void;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/**
 * Measures one workload on all engines, in turns: what else the machine does in a round then hits all alike. One
 * round before the first counts for nothing (compilation, caches).
 */
export async function measure(workload: Workload, options: Options): Promise<Measurement[]> {
  const runners = await startAll(workload, options);
  const results: Measurement[] = [];
  try {
    for (const task of tasks) {
      const times = new Map([...runners.keys()].map((engine): [string, number[]] => [engine, []]));
      const peaks = new Map<string, number>();
      for (let round = 0; round <= options.rounds; round++) {
        for (const [engine, runner] of runners) {
          const { milliseconds, peakMegabytes } = await runner.run(task);
          if (round > 0) times.get(engine)!.push(milliseconds);
          peaks.set(engine, peakMegabytes);
        }
      }
      for (const [engine, all] of times) {
        const summary = { median: median(all), least: Math.min(...all), peakMegabytes: peaks.get(engine)! };
        results.push({ ...workload, engine, task, ...summary });
      }
    }
  } finally {
    for (const runner of runners.values()) runner.stop();
  }
  return results;
}

async function startAll(workload: Workload, { engines, log }: Options): Promise<Map<string, Runner>> {
  const runners = new Map<string, Runner>();
  for (const engine of engines) {
    try {
      runners.set(engine, await startRunner(engine, workload));
    } catch (error) {
      log(`${engine} is left out: ${(error as Error).message}`);
    }
  }
  return runners;
}
