import { isDeepStrictEqual } from 'node:util';
import { nextPhase, type Phase, type RowSettings } from './phases';
import type { ResultRow } from './row-list';
import { type Ended, type PhaseRun, runPhase } from './run-phase';

export type RowsRun = PhaseRun & {
  /** Called after each phase. */
  readonly onPhase?: () => Promise<void>;
  readonly log?: (line: string) => void;
};

/** What became of a list of rows. */
export type RowsEnded = {
  /** Whether it was stopped before the last of them: the same command goes on. */
  readonly stopped: boolean;
  /** Names of rows whose command failed, or left as much to do as before; the others were done. */
  readonly failed: readonly string[];
};

/**
 * Trains and certifies rows in their order, each from where it is.
 *
 * @throws when the folder of one holds something else, before any is trained.
 */
export async function runRows(
  rows: readonly ResultRow[],
  settings: RowSettings,
  run: RowsRun = {},
): Promise<RowsEnded> {
  for (const row of rows) await nextPhase(row, settings);
  const failed: string[] = [];
  for (const row of rows) {
    const ended = await runRow(row, settings, run);
    if (ended === 'stopped') return { stopped: true, failed };
    if (ended === 'failed') failed.push(row.name);
  }
  return { stopped: false, failed };
}

async function runRow(
  row: ResultRow,
  settings: RowSettings,
  { onPhase, log = console.log, ...run }: RowsRun,
): Promise<Ended> {
  let before: Phase | undefined;
  for (;;) {
    const phase = await nextPhase(row, settings);
    if (!phase) return 'done';
    // what it did once to no avail it would do for ever
    if (isDeepStrictEqual(phase, before)) {
      log(
        `${row.name}: expected ${phase.name} to be done, as it ended without an error, got the same to do again`,
      );
      return 'failed';
    }
    before = phase;
    log(`\n${row.name}: npm start --workspace examples/${row.example} -- ${phase.flags.join(' ')}`);
    const ended = await runPhase(row, phase, run);
    await onPhase?.();
    if (ended !== 'done') return ended;
  }
}
