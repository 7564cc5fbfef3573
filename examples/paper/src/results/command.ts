import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkFolder, checkPaths, choice, path, positive, positiveNumber, userPath, whole } from '@ibp/cli';
import { type Command, InvalidArgumentError } from 'commander';
import { keep, readKept, withKept } from './kept';
import { folderOf, type RowSettings, usualLimits } from './phases';
import { readResults } from './read-results';
import { resultFiles } from './result-files';
import { results } from './results';
import { resultRows } from './row-list';
import { runRows } from './run-rows';
import { timeOfDay } from './time-of-day';

type Flags = Omit<RowSettings, 'out'> & {
  rows?: string[];
  until?: Date;
  runs: string;
  keep: boolean;
  out?: string;
};

const hour = (text: string): Date => {
  try {
    return timeOfDay(text, new Date());
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};

/** `results`: trains and certifies the rows of the table of results, and shows them, or any runs, beside the paper. */
export function addResults(program: Command): void {
  const names = ['all', ...resultRows.map(({ name }) => name)];
  program
    .command('results')
    .description(
      'rows of the table of results, trained and certified from where they are; then they, the folders of other runs, ' +
        'and what was kept of runs before, beside the IBP of table 4 as Markdown',
    )
    .argument('[folders...]', 'the folders of other runs (what --out of an example named)')
    .addOption(choice('--rows <row...>', 'train and certify these, one after another', names))
    .option('--until <time>', 'a time of day to stop at; the same command goes on', hour)
    .option('--runs <dir>', 'where the rows have their folders', path, 'runs/results')
    .option(
      '--data-dir <dir>',
      'where datasets are, or go (default: IBP_DATA_DIR, or a cache directory)',
      path,
    )
    .option('--seed <n>', 'of weights, shuffling and augmentation', whole, 0)
    .option('--validation <n>', 'training images held out to choose on', positive, 5000)
    .option(
      '--nodes <n>',
      `parts of the box of a test image that branch and bound bounds (default: the row's own, else ${usualLimits.nodes})`,
      positive,
    )
    .option(
      '--budget <seconds>',
      `for a test image after the attack, whatever its parts (default: the row's own, else ${usualLimits.budget})`,
      positiveNumber,
    )
    .option('--threads <n>', 'threads of onnxruntime, and images certified at once', positive, 1)
    .option('--keep', 'keep what was measured of certified ones in examples/paper/measured.json', false)
    .option('--out <file>', 'write the table there too', path)
    .action(async (folders: string[], { rows, until, runs, keep: isKept, out, ...flags }: Flags) => {
      // rows take hours: what would end the command after them ends it before
      checkFolder('--runs', userPath(runs));
      checkPaths(flags.dataDir === undefined ? {} : { dataDir: flags.dataDir });
      if (out !== undefined) resultFiles(out);
      await Promise.all(folders.map(readResults));
      const settings = { ...flags, out: userPath(runs) };
      const wanted = resultRows.filter(({ name }) => rows?.includes('all') || rows?.includes(name));
      const isBegun = (folder: string) => existsSync(join(folder, 'run.json'));
      const table = async () => {
        const begun = resultRows.map((row) => folderOf(row, settings)).filter(isBegun);
        const read = await Promise.all([...begun, ...folders].map(readResults));
        if (isKept) await keep(read);
        await results(withKept(readKept(), read), out);
      };
      const { stopped, failed } = await runRows(wanted, settings, until ? { until } : {});
      await table();
      if (stopped) console.error('stopped; the same command goes on');
      if (failed.length > 0) throw new Error(`results: ended with an error: ${failed.join(', ')}`);
    });
}
