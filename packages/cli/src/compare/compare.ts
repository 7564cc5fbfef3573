import { chartGrid } from '@ibp/charts';
import { Command } from 'commander';
import { checkFile } from '../check-paths';
import { path } from '../options';
import { userPath } from '../run-folder';
import { writeText } from '../write-json';
import { comparisonCharts } from './charts';
import { readRuns } from './read-run';
import { comparisonTable } from './table';

/** Prints runs side by side and draws their curves: `compare runs/a runs/b --out compare.svg`. */
export async function compare(argv: readonly string[]): Promise<void> {
  const program = new Command('compare')
    .description('Prints runs side by side, ended or not, and draws their curves as SVG.')
    .argument('<folders...>', 'the folders of runs (what --out named)')
    .option('--out <file>', 'where the curves go', path, 'compare.svg')
    .action(async (folders: string[], { out }: { out: string }) => {
      checkFile('--out', userPath(out));
      const runs = await readRuns(folders);
      console.log(comparisonTable(runs)); // first: a file may fail
      const charts = comparisonCharts(runs);
      if (charts.length === 0) return console.log('no figures to draw yet');
      await writeText(userPath(out), await chartGrid({ charts }));
      console.log(`curves: ${userPath(out)}`);
    });
  await program.parseAsync([...argv], { from: 'user' });
}
