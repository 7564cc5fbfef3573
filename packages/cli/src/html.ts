import { writeWhole } from '@ibp/files';
import type { ReportData } from '@ibp/report';
import { readRun } from './compare/read-run';
import { modelFile } from './model-file';
import { userPath } from './run-folder';
import type { Settings } from './settings';

type Renderer = typeof import('@ibp/report');

/**
 * Writes what a command found out as one page, where `--html` asks for it.
 *
 * @param about makes what the page is of, which costs nothing where nobody asks.
 */
export async function writePage(
  { html }: Pick<Settings, 'html'>,
  about: (renderer: Renderer) => Promise<ReportData>,
): Promise<void> {
  if (html === undefined) return;
  const renderer = await import('@ibp/report');
  const command = ['ibp', ...process.argv.slice(2)].join(' ');
  await writeWhole(userPath(html), renderer.renderReport({ command, ...(await about(renderer)) }));
}

/** What the folder of a run adds to the page: how it was trained. Of a `model.json` nobody knows. */
export async function runPart(settings: Settings): Promise<Pick<ReportData, 'run' | 'metrics'>> {
  if (modelFile(settings) !== undefined) return {};
  const { record, report, rows } = await readRun(settings.network ?? settings.out);
  const run = report ?? record;
  return { ...(run ? { run } : {}), metrics: rows };
}
