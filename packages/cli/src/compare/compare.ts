import { chartGrid } from '@ibp/charts';
import { checkFile } from '../check-paths';
import { userPath } from '../run-folder';
import { writeText } from '../write-json';
import { comparisonCharts } from './charts';
import { readRuns } from './read-run';
import { comparisonTable } from './table';

/** Prints runs side by side and draws their curves. */
export async function compareRuns(folders: readonly string[], out: string): Promise<void> {
  checkFile('--out', userPath(out));
  const runs = await readRuns(folders);
  console.log(comparisonTable(runs)); // first: a file may fail
  const charts = comparisonCharts(runs);
  if (charts.length === 0) return console.log('no figures to draw yet');
  await writeText(userPath(out), await chartGrid({ charts }));
  console.log(`curves: ${userPath(out)}`);
}
