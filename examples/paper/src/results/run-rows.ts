import { nextPhase, type RowSettings } from './phases';
import type { ResultRow } from './row-list';
import { type PhaseRun, runPhase } from './run-phase';

export type RowsRun = PhaseRun & {
  /** Called after each phase. */
  readonly onPhase?: () => Promise<void>;
  readonly log?: (line: string) => void;
};

/** What became of a list of rows. */
export type RowsEnded = {
  /** Whether it was stopped before the last of them: the same command goes on. */
  readonly stopped: boolean;
  /** Names of rows whose command failed; the others were done. */
  readonly failed: readonly string[];
};

/** Trains and certifies rows in their order, each from where it is. */
export async function runRows(
  rows: readonly ResultRow[],
  settings: RowSettings,
  { onPhase, log = console.log, ...run }: RowsRun = {},
): Promise<RowsEnded> {
  const failed: string[] = [];
  for (const row of rows) {
    for (;;) {
      const phase = await nextPhase(row, settings);
      if (!phase) break;
      log(`\n${row.name}: npm start --workspace examples/${row.example} -- ${phase.flags.join(' ')}`);
      const ended = await runPhase(row, phase, run);
      await onPhase?.();
      if (ended === 'stopped') return { stopped: true, failed };
      if (ended === 'failed') {
        failed.push(row.name);
        break;
      }
    }
  }
  return { stopped: false, failed };
}
