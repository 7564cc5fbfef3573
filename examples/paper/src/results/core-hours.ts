import type { MetricsRow, ReadRun } from '@ibp/cli';

/** What a run has taken, in hours: of the processor, or by the clock where it did not count those of its first steps. */
export type CoreHours = {
  readonly hours: number;
  readonly by: 'processor' | 'clock';
  /** That it was counted for. */
  readonly steps: number;
};

/** Of the processor, where a run has kept them for all `done` steps; else the time that it took, on as many cores as it had. */
export function coreHours(rows: ReadRun['rows'], done: number): CoreHours {
  const sum = (by: CoreHours['by'], of: (row: MetricsRow) => number | undefined): CoreHours => {
    const counted = rows.filter((row) => of(row) !== undefined);
    const total = (value: (row: MetricsRow) => number) => counted.reduce((all, row) => all + value(row), 0);
    return { by, hours: total((row) => of(row)!) / 3600, steps: total(({ step, from }) => step - from) };
  };
  const processor = sum('processor', (row) => row.cpuSeconds);
  return done > 0 && processor.steps === done ? processor : sum('clock', (row) => row.seconds);
}
