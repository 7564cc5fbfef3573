import { basename } from 'node:path';
import { isSameTraining } from '../identity';
import { type MetricsRow, readMetrics } from '../metrics-log';
import { readJsonIfAny } from '../read-json';
import type { Recipe } from '../recipe';
import type { RunReport } from '../report';
import { runFolder } from '../run-folder';
import { type RunRecord, readRunRecord } from '../run-record';

/** A run as its folder tells it, whole or not yet. */
export type ReadRun = {
  readonly name: string;
  readonly recipe: Recipe;
  /** Undefined where the run is of a version that kept none. */
  readonly record?: RunRecord;
  readonly rows: readonly MetricsRow[];
  /** Undefined until the run has come to its end. */
  readonly report?: RunReport;
};

/** @throws when the folder holds no run. */
export async function readRun(out: string): Promise<ReadRun> {
  const folder = runFolder(out);
  const record = readRunRecord(folder.record);
  const found = readReport(folder.report);
  // a folder may hold the report of a run before it, where one was begun anew by a version that left it there
  const report = found && (!record || isSameTraining(found, record)) ? found : undefined;
  // evaluated again, a run may have been certified at another radius than it set out for
  const recipe = report?.recipe ?? record?.recipe;
  if (!recipe)
    throw new Error(`expected the folder of a run, got ${folder.path}: it has no run.json or report.json`);
  const rows = await readMetrics(folder.metrics);
  return {
    name: basename(folder.path),
    recipe,
    ...(record ? { record } : {}),
    // runs of earlier versions have but the points in their report
    rows: rows.length > 0 ? rows : (report?.training?.history ?? []),
    ...(report ? { report } : {}),
  };
}

const readReport = (file: string): RunReport | undefined =>
  readJsonIfAny<RunReport>(file, { is: 'the report of a run', has: ['recipe', 'evaluation'] });

/** Reads runs; those whose folders have one name are called by the paths that were given. */
export async function readRuns(outs: readonly string[]): Promise<ReadRun[]> {
  const runs = await Promise.all(outs.map(readRun));
  const isTaken = (name: string) => runs.filter((run) => run.name === name).length > 1;
  return runs.map((run, i) => (isTaken(run.name) ? { ...run, name: outs[i]! } : run));
}
