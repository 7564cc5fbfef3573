/**
 * Whether two checkouts compute the same bits: `npm run recorded -- write FILE` in each, then
 * `npm run recorded -- compare A B`. See README.md.
 */
import '@ibp/backend/wasm';
import '@ibp/backend/cpu';
import { resolve } from 'node:path';
import { registerGradients } from '@ibp/backend/gradients';
import { highsWasm } from '@ibp/exact/highs';
import type { Engine } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { record } from './record';
import { differences, readTable, writeTable } from './table';

const backends = ['wasm', 'cpu'];
const shown = 40;
const pathOf = (file: string) => resolve(process.env.INIT_CWD ?? '.', file);

async function write(file: string, { nets }: { nets: string }): Promise<void> {
  tf.env().set('PROD', true); // tfjs advertises its other packages in warnings otherwise
  console.warn = () => undefined; // of odd radii and rows, which are what is drawn
  for (const backend of backends) await tf.setBackend(backend);
  registerGradients();
  let engine: Promise<Engine> | undefined;
  const workshop = {
    engine: () => {
      engine ??= onnxEngine();
      return engine;
    },
    solver: highsWasm({ threads: 1 }),
    unhurried: true,
  };
  const table = await record({ seed: 1, nets: Number(nets), backends }, workshop);
  writeTable(pathOf(file), table);
  console.log(`${Object.keys(table).length} cases of ${nets} nets: ${file}`);
  await workshop.solver.close();
  process.exit(0); // onnxruntime and the solver keep threads
}

function compare(a: string, b: string): void {
  const [one, other] = [readTable(pathOf(a)), readTable(pathOf(b))];
  const found = differences(one, other);
  for (const { name, how } of found.slice(0, shown)) console.log(`${name}: ${how}`);
  if (found.length > shown) console.log(`and ${found.length - shown} more`);
  console.log(`${found.length} of ${Object.keys(one).length} cases differ`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

const program = new Command('recorded').description(
  'Keeps the bits of every bound, to hold a change to them.',
);
program
  .command('write <file>')
  .option('--nets <n>', 'how many networks', '120')
  .description('computes every bound of this checkout')
  .action(write);
program
  .command('compare <a> <b>')
  .description('names the cases that differ, and ends with 1 if there are any')
  .action(compare);
await program.parseAsync();
