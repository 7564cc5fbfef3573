import type { Command } from 'commander';
import type { Front } from '../front/front';
import { path } from '../options';
import { alone } from './alone';
import type { FoundOther } from './other';

export function addCompare(program: Command, _front: Front, found: FoundOther): void {
  program
    .command('compare')
    .description('runs side by side, ended or not, and their curves as SVG')
    .argument('<folders...>', 'the folders of runs (what --out named)')
    .option('--out <file>', 'where the curves go', path, 'compare.svg')
    .action((folders: string[], { out }: { out: string }) =>
      alone(found, 'compare', async () => {
        const { compareRuns } = await import('../compare/compare');
        await compareRuns(folders, out);
      }),
    );
}
