/**
 * Looks for claims that are not true: `npm run fuzz -- --minutes 1`, or `-- --help`. See README.md.
 */
import '@ibp/backend/wasm';
import '@ibp/backend/cpu';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { registerGradients } from '@ibp/backend/gradients';
import { highsWasm } from '@ibp/exact/highs';
import type { Engine } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { Command, InvalidArgumentError } from 'commander';
import { families } from './families/table';
import { methods } from './methods/table';
import { acceptedMisfits } from './misfits/accepted';
import { report } from './report';
import { run } from './run';
import { smallest } from './smallest';
import { contradictions } from './tally';

const list = (known: readonly string[]) => (text: string) => {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`Expected ${known.join(', ')}, got ${unknown}.`);
  return names;
};

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new InvalidArgumentError(`Expected a number of 0 or more, got ${text}.`);
  return value;
};

const familyNames = Object.keys(families);
const methodNames = methods.map(({ name }) => name);
const backendNames = ['wasm', 'cpu'];

const flags = new Command('fuzz')
  .description('Puts random networks to every method, with boxes and properties that fail by a little.')
  .option('--minutes <n>', 'how long', number, 1)
  .option('--seed <n>', 'the same seed gives the same nets', number, 1)
  .option('--only <index>', 'one net of the run, by all methods on all backends', number)
  .option('--families <names>', 'of nets, separated by commas', list(familyNames), familyNames)
  .option('--methods <names>', 'separated by commas', list(methodNames), methodNames)
  .option('--backends <names>', 'separated by commas', list(backendNames), backendNames)
  .option('--shrink <n>', 'of how many contradictions the smallest net is looked for', number, 5)
  .option('--json <file>', 'write all figures and what was shrunk to this file')
  .parse()
  .opts<{
    minutes: number;
    seed: number;
    only?: number;
    families: string[];
    methods: string[];
    backends: string[];
    shrink: number;
    json?: string;
  }>();

/** On every backend that is asked for, with a compiled engine and a solver that are started when first needed. */
async function prepare() {
  tf.env().set('PROD', true); // tfjs advertises its other packages in warnings otherwise
  for (const backend of flags.backends) {
    await tf.setBackend(backend);
    await tf.ready();
  }
  registerGradients();
  const webgpu = process.env.IBP_ENGINE === 'webgpu';
  let engine: Promise<Engine> | undefined;
  return {
    engine: () => {
      engine ??= onnxEngine(webgpu ? { executionProviders: ['webgpu'] } : {});
      return engine;
    },
    solver: highsWasm({ threads: 1 }),
  };
}

/** What certify warns of is what is wanted here: odd radii, and rows that are proved and broken. */
const warn = console.warn;
console.warn = (...given: unknown[]) => {
  if (!/^(certify|linfBall|radiusSearch):/.test(String(given[0]))) warn(...given);
};

const { seed, backends } = flags;
const workshop = await prepare();
const asked = methods.filter(({ name }) => flags.methods.includes(name));
const log = (line: string) => console.error(line);
const misfits = flags.only === undefined ? await acceptedMisfits(workshop.solver) : [];
const tally = await run({
  ...{ seed, backends, workshop, log, methods: asked, families: flags.families },
  milliseconds: 60_000 * flags.minutes,
  ...(flags.only === undefined ? {} : { only: flags.only }),
});
console.log(report(tally));
for (const name of misfits) console.log(`proved of what does not fit: ${name}`);
const found = await smallest(tally, { seed, count: flags.shrink, methods, backend: backends[0]!, workshop });
for (const one of found) console.log(JSON.stringify(one));
if (flags.json) {
  const { nets, lines, families: byFamily, errors } = tally;
  const figures = { seed, nets, methods: Object.fromEntries(lines), families: Object.fromEntries(byFamily) };
  const content = { ...figures, errors: Object.fromEntries(errors), misfits, smallest: found };
  writeFileSync(resolve(process.env.INIT_CWD ?? '.', flags.json), `${JSON.stringify(content, null, 2)}\n`);
}
await workshop.solver.close();
// onnxruntime and the solver keep threads
process.exit(contradictions(tally) + misfits.length > 0 ? 1 : 0);
