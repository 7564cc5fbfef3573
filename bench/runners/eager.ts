/**
 * Does the tasks with tfjs, op by op, on the backend of IBP_BACKEND (wasm). Reads a task a line, answers a line.
 */
import { createInterface } from 'node:readline';
import { selectBackend } from '@ibp/backend';
import { classificationSpec, linfBall, specValues } from '@ibp/bounds';
import { apply, ibp, lower } from '@ibp/layers';
import { type ModelName, models } from '@ibp/models';
import { adamUpdate, certifiedLoss, createAdam, lossAndGradients, nominalLoss } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';
import { pseudoRandom } from '../pseudo-random';
import type { Answer, Task, Workload } from '../task';

const workload: Workload = JSON.parse(process.argv[2]!);
const { model, inputShape, batchSize } = workload;
await selectBackend({ prefer: process.env.IBP_BACKEND ?? 'wasm', log: () => undefined });

const network = models[model as ModelName]({
  inputShape,
  classes: 10,
  kernelInitializer: (shape, seed) => {
    const fan = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const size = fan * shape.at(-1)!;
    return tf.tensor(
      pseudoRandom(size, seed).map((v) => (v - 0.5) * Math.sqrt(2 / fan)),
      [...shape],
    );
  },
});
const shape = [batchSize, ...inputShape];
const x = tf.tensor(
  pseudoRandom(
    shape.reduce((a, b) => a * b, 1),
    1,
  ),
  shape,
);
const labels = Array.from({ length: batchSize }, (_, i) => i % 10);
const adam = createAdam(network);
const losses = { nominal: nominalLoss(), ibp: certifiedLoss() };
let step = 0;

function trainingStep(task: 'nominal' | 'ibp'): number {
  const point = { step, epsilon: 0.1, kappa: 0.5, seed: 1 };
  const { value, gradients } = lossAndGradients(network, () => losses[task](network, { x, labels }, point));
  adamUpdate(adam, network, gradients, { step, learningRate: 1e-4 });
  step += 1;
  const [loss] = value.loss.dataSync();
  tf.dispose([value.loss, ...Object.values(value.parts), ...Object.values(gradients)]);
  for (const { mean, variance } of value.statistics) tf.dispose([mean, variance]);
  return loss!;
}

const evaluation = (): number =>
  tf.tidy(() => {
    const spec = classificationSpec(labels, 10);
    const margins = ibp()(lower(network), linfBall(x, 0.1), spec);
    return tf.sum(tf.add(margins, specValues(spec, apply(network, x)))).dataSync()[0]!;
  });

const run = (task: Task): number => (task === 'evaluate' ? evaluation() : trainingStep(task));

console.log('ready');
for await (const task of createInterface({ input: process.stdin })) {
  const start = performance.now();
  const value = run(task as Task);
  const milliseconds = performance.now() - start;
  const answer: Answer = { milliseconds, value, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(answer));
}
