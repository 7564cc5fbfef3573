/**
 * What a step costs: `npm run bench`, or `npm run bench -- --help`. See README.md.
 */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { writeWhole } from '@ibp/files';
import { Command } from 'commander';
import { growthChart, measureGrowth } from './growth';
import { type Measurement, measure } from './measure';
import { isFlat, type MemoryRun, measureMemory, memoryTable } from './memory';
import { namesOf, positive, positives } from './numbers';
import { ratios } from './ratios';
import { programs, reportTable } from './report';
import { engines, verifiers } from './runner';
import { modelsOfBench, rowOf, workloadOf } from './task';
import { describe, disagreements, verificationRatios, verificationTable } from './verification/report';
import { runVerification } from './verification/run';
import { type Method, methodsByDefault, methodsOfBench } from './verification/task';

type Flags = {
  models?: string[];
  engines?: string[];
  methods?: Method[];
  threads?: number[];
  batchSizes: number[];
  rounds?: number;
  row?: number;
  quick?: boolean;
  growth?: string;
  memory?: boolean;
  verify?: boolean;
  images?: number;
  steps: number;
  json?: string;
};

const everyEngine = { ...engines, ...verifiers };

const flags = new Command('bench')
  .description('Time and memory of training steps and evaluation, engine by engine, in turns.')
  .option(
    '--models <names>',
    'separated by commas; all unless given (--verify: small)',
    namesOf(modelsOfBench),
  )
  .option('--engines <names>', 'separated by commas; all unless given', namesOf(everyEngine))
  .option('--threads <counts>', 'separated by commas; 1,2 unless given', positives)
  .option('--batch-sizes <sizes>', 'separated by commas', positives, [100])
  .option('--rounds <n>', 'measured rounds of each kind; fewer for the large models unless given', positive)
  .option(
    '--row <n>',
    'steps, or calls of --verify, in a row in each; 10 (small), 3 (medium) or 1 at batches of 100, and 1 call, unless given',
    positive,
  )
  .option('--quick', 'small and medium models, one thread, three rounds')
  .option('--growth <file.svg>', 'instead: draw how the cost of a step grows with batch size and width')
  .option('--memory', 'instead: check that memory stays flat over many steps')
  .option('--verify', 'instead: bounds, attacks and complete search, on a network trained a little')
  .option(
    '--methods <names>',
    'of --verify, separated by commas; all but mip unless given',
    namesOf(methodsOfBench),
  )
  .option(
    '--images <n>',
    'of --verify: the most of a call; as many as a method is mostly given, unless given',
    positive,
  )
  .option('--steps <n>', 'of --memory', positive, 1000)
  .option('--json <file>', 'write every measurement to this file')
  .parse()
  .opts<Flags>();

/** Those asked for that a part of the bench has. */
const among = (known: { readonly [engine: string]: unknown }): string[] =>
  Object.keys(known).filter((engine) => flags.engines?.includes(engine) ?? true);

const log = (line: string) => console.error(line);
const userPath = (file: string): string => resolve(process.env.INIT_CWD ?? '.', file);
const machine = `${cpus()[0]!.model}, ${cpus().length} cores, Node ${process.versions.node}`;

async function writeJson(content: object): Promise<void> {
  if (!flags.json) return;
  await writeWhole(userPath(flags.json), `${JSON.stringify({ machine, ...content }, null, 2)}\n`);
}

const withRatios = (all: readonly Measurement[]) => ({
  measurements: all.map((one) => ({ ...one, ratios: ratios(one, all) })),
});

async function steps(): Promise<void> {
  const results: Measurement[] = [];
  const models = flags.models ?? (flags.quick ? ['small', 'medium'] : Object.keys(modelsOfBench));
  for (const model of models) {
    for (const threads of flags.threads ?? (flags.quick ? [1] : [1, 2])) {
      for (const batchSize of flags.batchSizes) {
        log(`${model}, batches of ${batchSize}, ${threads} thread${threads > 1 ? 's' : ''}`);
        const rounds = flags.rounds ?? (flags.quick ? 3 : modelsOfBench[model]!.rounds);
        const row = flags.row ?? rowOf(model, batchSize);
        const workload = workloadOf(model, { batchSize, threads });
        results.push(...(await measure(workload, { engines: among(engines), rounds, row, log })));
      }
    }
  }
  console.log(`${machine}\n${programs(results)}`);
  console.log(reportTable(results));
  await writeJson(withRatios(results));
}

async function growth(file: string): Promise<void> {
  const results = await measureGrowth({ engines: among(engines), rounds: flags.rounds ?? 5, log });
  await writeWhole(userPath(file), await growthChart(results));
  console.log(`${machine}\nchart: ${userPath(file)}`);
  await writeJson(withRatios(results));
}

async function memory(): Promise<void> {
  const runs: MemoryRun[] = [];
  for (const engine of among(engines)) {
    log(`${engine}: ${flags.steps} IBP steps of the small model`);
    try {
      runs.push(await measureMemory(engine, flags.steps));
    } catch (error) {
      log(`  left out: ${(error as Error).message}`);
    }
  }
  console.log(`${machine}\n${memoryTable(runs)}`);
  await writeJson({ runs });
  if (!runs.every(isFlat)) process.exitCode = 1;
}

async function verification(): Promise<void> {
  const { networks, measurements } = await runVerification({
    models: flags.models ?? ['small'],
    threads: flags.threads ?? [1],
    engines: among(verifiers),
    methods: flags.methods ?? methodsByDefault,
    rounds: flags.rounds ?? (flags.quick ? 1 : 5),
    quick: flags.quick ?? false,
    ...(flags.images !== undefined && { most: flags.images }),
    ...(flags.row !== undefined && { row: flags.row }),
    log,
  });
  console.log(machine);
  for (const network of networks) console.log(`${network.model}: ${describe(network)}`);
  console.log(verificationTable(measurements));
  await writeJson({
    networks,
    measurements: measurements.map((one) => ({ ...one, ratios: verificationRatios(one, measurements) })),
  });
  for (const { model, method, engine, difference } of disagreements(measurements)) {
    log(`${model}, ${method}: the bounds of ${engine} differ by ${difference}`);
    process.exitCode = 1;
  }
}

if (flags.verify) await verification();
else if (flags.memory) await memory();
else if (flags.growth) await growth(flags.growth);
else await steps();
