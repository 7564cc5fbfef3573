/**
 * What a step costs: `npm run bench`, or `npm run bench -- --help`. Prints a table; `--json` writes all measurements.
 */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { type Measurement, measure } from './measure';
import { reportTable } from './report';
import { engines } from './runner';
import { inputShapes } from './task';

const list = (known: { readonly [name: string]: unknown }) => (text: string) => {
  const names = text.split(',');
  const unknown = names.find((name) => !(name in known));
  if (unknown !== undefined) throw new Error(`expected ${Object.keys(known).join(', ')}, got ${unknown}`);
  return names;
};

type Flags = {
  models: string[];
  engines: string[];
  threads: number[];
  batchSizes: number[];
  rounds: number;
  json?: string;
};

const flags = new Command('bench')
  .description('Time of training steps and evaluation, engine by engine, in turns.')
  .option('--models <names>', 'separated by commas', list(inputShapes), ['small', 'medium'])
  .option('--engines <names>', 'separated by commas', list(engines), Object.keys(engines))
  .option('--threads <counts>', 'separated by commas', (text) => text.split(',').map(Number), [1])
  .option('--batch-sizes <sizes>', 'separated by commas', (text) => text.split(',').map(Number), [100])
  .option('--rounds <n>', 'measured steps of each kind', Number, 9)
  .option('--json <file>', 'write every measurement to this file')
  .parse()
  .opts<Flags>();

const results: Measurement[] = [];
const log = (line: string) => console.error(line);
for (const model of flags.models) {
  for (const threads of flags.threads) {
    for (const batchSize of flags.batchSizes) {
      log(`${model}, batches of ${batchSize}, ${threads} thread${threads > 1 ? 's' : ''}`);
      const workload = { model, inputShape: inputShapes[model]!, batchSize, threads };
      results.push(...(await measure(workload, { ...flags, log })));
    }
  }
}
console.log(`${cpus()[0]!.model}, ${cpus().length} cores, Node ${process.versions.node}`);
console.log(reportTable(results));
if (flags.json) {
  const path = resolve(process.env.INIT_CWD ?? '.', flags.json);
  await writeFileAtomic(path, `${JSON.stringify(results, null, 2)}\n`);
}
