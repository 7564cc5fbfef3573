import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readJson, writeJson, writeText } from '@ibp/cli';
import type { RunResults } from './read-results';
import { resultsChart } from './results-chart';

type Kept = { readonly runs: readonly RunResults[] };

/** Beside the code: what was measured of runs whose folders, with weights and proofs, are too large to be kept. */
export const keptFile = fileURLToPath(new URL('../../measured.json', import.meta.url));

/**
 * What was kept of runs.
 *
 * @throws when the file is none of such.
 */
export function readKept(file: string = keptFile): readonly RunResults[] {
  if (!existsSync(file)) return [];
  const { runs } = readJson<Kept>(file, { is: 'what was measured of runs', has: ['runs'] });
  const fields = ['name', 'example', 'recipe', 'data', 'steps', 'hours', 'measured'] as const;
  for (const run of runs) {
    const missing = fields.filter((field) => run[field] === undefined);
    if (missing.length === 0) continue;
    throw new Error(`${file}: expected what was measured of a run, got one without ${missing.join(', ')}`);
  }
  return runs;
}

/**
 * Keeps runs that were certified, each in place of what was kept of one of its name, and draws
 * those of whole test sets in a file beside it.
 *
 * @throws when two of them have one name.
 */
export async function keep(all: readonly RunResults[], file: string = keptFile): Promise<void> {
  const certified = all.filter(({ measured }) => measured.some(({ exact }) => exact));
  const names = certified.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Error(`--keep: expected runs of different names, got ${twice} twice`);
  const runs = withKept(readKept(file), certified).sort((a, b) => a.name.localeCompare(b.name));
  await writeJson(file, { runs } satisfies Kept);
  const chart = await resultsChart(runs, { ofAll: true });
  if (chart !== undefined) await writeText(file.replace(/\.json$/, '.svg'), chart);
}

/** What was read, and what was kept of other runs. */
export function withKept(kept: readonly RunResults[], read: readonly RunResults[]): RunResults[] {
  const names = new Set(read.map(({ name }) => name));
  return [...kept.filter(({ name }) => !names.has(name)), ...read];
}
