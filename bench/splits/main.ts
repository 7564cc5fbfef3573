/**
 * How many boxes a second input splitting bounds, and how many domains a second branch and bound on activations, beside the same
 * search over auto_LiRPA (PyTorch) where that is installed: `npm run splits --workspace bench -- --python python3`.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { Command } from 'commander';
import { median } from '../median';
import { type Runner, startProcess } from '../runner';
import type { VerificationAnswer } from '../verification/task';
import { problemOf, type SplitTask } from './problem';

const { python, rounds, threads, boxes, domains } = new Command()
  .option('--python <path>', 'a Python with PyTorch, and with auto_LiRPA if it has it', 'python3')
  .option('--rounds <n>', 'of each engine, in turns; one before them counts for nothing', Number, 5)
  .option('--threads <n>', 'of each process', Number, 1)
  .option('--boxes <n>', 'the most that are bounded', Number, 4000)
  .option('--domains <n>', 'the most that are bounded', Number, 300)
  .parse()
  .opts<{ python: string; rounds: number; threads: number; boxes: number; domains: number }>();

const tasks = ['inputs', 'activations'] as const;
const problems = { inputs: problemOf('inputs', boxes), activations: problemOf('activations', domains) };
// too long for an argument
const folder = await mkdtemp(join(tmpdir(), 'ibp-splits-'));
const workload = { threads, file: join(folder, 'problems.json') };
await writeFile(workload.file, JSON.stringify(problems));
const at = (name: string): string => fileURLToPath(new URL(`../runners/${name}`, import.meta.url));
const script = ['--conditions=@ibp/source', '--import', 'tsx', at('splits.ts')];
const commands = {
  verifyProperty: { program: process.execPath, script },
  torch: { program: python, script: [at('lirpa_splits.py')] },
};

type SplitRunner = Runner<SplitTask, VerificationAnswer>;
const runners = new Map<string, SplitRunner>();
for (const [name, command] of Object.entries(commands)) {
  try {
    const runner: SplitRunner = await startProcess(command, workload);
    // PyTorch says by what it bounds
    runners.set(name === 'torch' ? (JSON.parse(runner.greeting) as string) : name, runner);
  } catch (error) {
    console.log(`${name}: left out: ${(error as Error).message}`);
  }
}

type Done = Exclude<VerificationAnswer, { error: string }>;
const answers = new Map<string, Done[]>();
const failed = new Set<string>();
for (let round = 0; round <= rounds; round++) {
  for (const task of tasks) {
    for (const [engine, runner] of runners) {
      const key = `${task} ${engine}`;
      if (failed.has(key)) continue;
      const answer = await runner.run(task);
      if ('error' in answer) {
        console.log(`${key}: left out: ${answer.error}`);
        failed.add(key);
      } else if (round > 0) {
        answers.set(key, [...(answers.get(key) ?? []), answer]);
      }
    }
  }
}
for (const { stop } of runners.values()) stop();
await rm(folder, { recursive: true });

const heads = ['split', 'by', 'bounded', 'settled', 's', 'per second', 'ratio'];
const table = new Table({ head: heads, style: { head: [], border: [] } });
for (const task of tasks) {
  const figures = [...runners.keys()].flatMap((engine) => {
    const own = answers.get(`${task} ${engine}`);
    if (!own) return [];
    const [{ count, values }] = own as [Done];
    const seconds = median(own.map(({ milliseconds }) => milliseconds)) / 1000;
    return [{ engine, count, settled: values[0] === 1, seconds, rate: count / seconds }];
  });
  for (const { engine, count, settled, seconds, rate } of figures) {
    const ratio = (figures[0]!.rate / rate).toFixed(2);
    table.push([task, engine, count, settled ? 'yes' : 'no', seconds.toFixed(2), rate.toPrecision(3), ratio]);
  }
}
console.log(table.toString());
console.log(`ratio: how many times as many ${[...runners.keys()][0]} bounds in the same time`);
