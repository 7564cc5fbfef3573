/**
 * Does the tasks on networks of tfjs: `eager`, op by op on the backend of IBP_BACKEND (wasm), or `onnx`, compiled for
 * onnxruntime. Reads a task a line, answers a line.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { selectBackend } from '@ibp/backend';
import { classificationSpec, linfBall, specValues } from '@ibp/bounds';
import { apply, type Engine, ibp, lower } from '@ibp/layers';
import { compile, onnxEngine } from '@ibp/onnx';
import { certifiedLoss, compiledUpdater, createOptimizer, eagerUpdater } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';
import { pseudoRandom } from '../pseudo-random';
import type { Answer, Task, Workload } from '../task';
import { buildNetwork } from './build-network';

const workload: Workload = JSON.parse(process.argv[2]!);
const { inputShape, batchSize, threads } = workload;
const compiled = process.argv[3] === 'onnx';
const prefer = process.env.IBP_BACKEND ?? 'wasm';
const backend = await selectBackend({ prefer, threads: compiled ? 1 : threads, log: () => undefined });
if (!compiled && threads > 1 && backend.threads !== threads)
  throw new Error(`${prefer} has no ${threads} threads`);

let compileMilliseconds = 0;
async function timed<T>(compiling: Promise<T>): Promise<T> {
  const start = performance.now();
  const done = await compiling;
  compileMilliseconds += performance.now() - start;
  return done;
}

async function timedEngine(): Promise<Engine> {
  const engine = await onnxEngine({ threads });
  return { ...engine, compile: (fn, inputs) => timed(engine.compile(fn, inputs)) };
}

const network = buildNetwork(workload);
const shape = [batchSize, ...inputShape];
const x = tf.tensor(
  pseudoRandom(
    shape.reduce((a, b) => a * b, 1),
    1,
  ),
  shape,
);
const labels = Array.from({ length: batchSize }, (_, i) => i % 10);
const work = {
  network,
  optimizer: createOptimizer(network),
  loss: certifiedLoss(),
  clipNorm: Number.POSITIVE_INFINITY,
};
const updater = compiled ? compiledUpdater(await timedEngine(), work) : eagerUpdater(work);
let step = 0;

async function trainingStep(kappa: number): Promise<number> {
  const { loss } = await updater.update(
    { x, labels },
    { step, epsilon: 0.1, kappa, seed: 1, learningRate: 1e-4 },
  );
  step += 1;
  return loss;
}

/** The sum of all margins, at the images and over their balls. */
const margins = (images: tf.Tensor, classes: tf.Tensor1D): tf.Tensor =>
  tf.tidy(() => {
    const spec = classificationSpec(classes, 10);
    const bounds = ibp()(lower(network), linfBall(images, 0.1), spec);
    return tf.sum(tf.add(bounds, specValues(spec, apply(network, images))));
  });

async function evaluator(): Promise<() => Promise<number>> {
  const classes = tf.tensor1d(labels, 'int32');
  if (!compiled) return async () => tf.tidy(() => margins(x, classes).dataSync()[0]!);
  // an engine of its own: it takes the weights as they are when it first runs
  const inputs = { x, classes };
  const sum = (given: typeof inputs) => ({ sum: margins(given.x, given.classes) });
  const evaluation = await timed(compile<string, string>(sum as never, inputs, { threads, once: [] }));
  const given = evaluation.given({});
  return async () => (await given.run(inputs)).sum!.data[0]!;
}

let evaluate: (() => Promise<number>) | undefined;
const run: { readonly [K in Task]: () => Promise<number> } = {
  nominal: () => trainingStep(1),
  ibp: () => trainingStep(0.5),
  evaluate: async () => {
    evaluate ??= await evaluator();
    return evaluate();
  },
};

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`${name}/package.json`), 'utf8')).version;
const program = compiled
  ? `onnxruntime-node ${versionOf('onnxruntime-node')} (its own MLAS)`
  : `tfjs ${tf.version_core}, ${prefer}`;
console.log(`ready ${program}`);
for await (const task of createInterface({ input: process.stdin })) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const value = await run[task as Task]();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const answer: Answer = {
    milliseconds,
    cpuMilliseconds: (user + system) / 1000,
    value,
    megabytes: process.memoryUsage.rss() / 2 ** 20,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    compileMilliseconds,
  };
  console.log(JSON.stringify(answer));
}
