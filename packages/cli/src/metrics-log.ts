import { readFile } from 'node:fs/promises';
import { appendWhole, writeWhole } from '@ibp/files';
import { fileProblem } from './file-problem';
import type { Tracked } from './tracking';

/** What the steps after `from`, up to `step`, did. Steps are counted from 1. */
export type MetricsRow = {
  readonly from: number;
  readonly step: number;
  /** Passes over the training set so far, in part. */
  readonly epoch: number;
  /** Of the last of them. */
  readonly epsilon: number;
  readonly kappa: number;
  readonly learningRate: number;
  /** Averages over them. */
  readonly loss: number;
  readonly parts: { readonly [name: string]: number };
  readonly gradientNorm: number;
  /** They took. With `cpuSeconds`, all in which two runs with one seed differ. */
  readonly seconds: number;
  /** Of all cores, in this process; absent in runs of versions that did not count them. */
  readonly cpuSeconds?: number;
  /** On test examples, after the last of them. */
  readonly tracked?: Tracked;
};

/** The rows of a file of JSON lines, `[]` where it is missing. What a kill left of a line being written is dropped. */
export async function readMetrics(file: string): Promise<MetricsRow[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`${file}: expected the figures of a run, got ${fileProblem(error)}`);
  }
  // what follows the last end of a line was never finished
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, i) => parseRow(line, `${file}, line ${i + 1}`));
}

function parseRow(line: string, where: string): MetricsRow {
  let row: Partial<MetricsRow> | null;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw new Error(`${where}: expected JSON, got ${line.slice(0, 40)}: ${(error as Error).message}`);
  }
  if (typeof row?.step !== 'number') {
    throw new Error(`${where}: expected the figures of some steps, got ${line.slice(0, 40)}`);
  }
  return row as MetricsRow;
}

/** Keeps the rows up to a step: what a run that goes on from there does again comes again. */
export async function keepMetrics(file: string, step: number): Promise<void> {
  const kept = (await readMetrics(file)).filter((row) => row.step <= step);
  await writeWhole(file, kept.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** Adds a row. When it returns, the row is on the disk. */
export const appendMetrics = (file: string, row: MetricsRow): Promise<void> =>
  appendWhole(file, `${JSON.stringify(row)}\n`, { sync: true });
