import Table from 'cli-table3';
import { startRunner } from './runner';
import { workloadOf } from './task';

/** Resident memory of an engine over a long run of IBP steps of the small model. */
export type MemoryRun = {
  readonly engine: string;
  readonly steps: number;
  /** `[step, megabytes]`, the step from 1. */
  readonly samples: readonly (readonly [step: number, megabytes: number])[];
};

/** Megabytes that a run may gain after its first quarter: garbage comes and goes. */
const ALLOWANCE = 30;

export async function measureMemory(engine: string, steps: number): Promise<MemoryRun> {
  const runner = await startRunner(engine, workloadOf('small'));
  const every = Math.max(1, Math.floor(steps / 20));
  const samples: [number, number][] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      const { megabytes } = await runner.run('ibp');
      if (step % every === 0) samples.push([step, megabytes]);
    }
  } finally {
    runner.stop();
  }
  return { engine, steps, samples };
}

/** What the last quarter of the run has more than the second, in megabytes, on average. */
export function gained({ samples, steps }: MemoryRun): number {
  const mean = (from: number, to: number): number => {
    const part = samples.filter(([step]) => step > from * steps && step <= to * steps);
    return part.reduce((sum, [, megabytes]) => sum + megabytes, 0) / part.length;
  };
  return mean(0.75, 1) - mean(0.25, 0.5);
}

export const isFlat = (run: MemoryRun): boolean => gained(run) <= ALLOWANCE;

export function memoryTable(runs: readonly MemoryRun[]): string {
  const table = new Table({
    head: ['engine', 'steps', 'MB at the end', 'MB gained', 'flat'],
    style: { head: [], border: [] },
  });
  for (const run of runs) {
    const [, end] = run.samples.at(-1)!;
    table.push([run.engine, run.steps, Math.round(end), gained(run).toFixed(1), isFlat(run) ? 'yes' : 'no']);
  }
  return table.toString();
}
