/** Trains the network that is verified, a little, and writes it with images to the file of the workload. */
import { pgd } from '@ibp/attack';
import { selectBackend } from '@ibp/backend';
import { trainingBatch } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/digits';
import { apply, compileBound } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { crownIbp } from '@ibp/relax';
import { constant, layerStatistics, linear, neuronStability, train } from '@ibp/train';
import { branchAndBound } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf, firstImages, type NetworkFile, writeNetworkFile } from '../verification/network-file';
import { CLASSES, type Description, type VerificationWorkload } from '../verification/task';
import { buildNetwork } from './build-network';

const IMAGES = 128;
/** Open images among which the hardest are looked for, and parts of a box that tell them apart. */
const [CANDIDATES, PARTS] = [8, 60];

const workload: VerificationWorkload = JSON.parse(process.argv[2]!);
const { epsilon, trainingSteps: steps, inputShape } = workload;
await selectBackend({ prefer: 'wasm', log: () => undefined });
const { train: training, test } = await embeddedDigits();
const network = buildNetwork(workload);
const engine = await onnxEngine({ threads: workload.threads });
const ramp = { start: Math.round(steps / 6), end: Math.round((2 * steps) / 3) };
const run = train(network, {
  steps,
  engine,
  batch: (step) => trainingBatch(training, step, { batchSize: 100, seed: 1 }),
  epsilon: linear({ from: 0, to: epsilon, ...ramp }),
  kappa: linear({ from: 1, to: 0.5, ...ramp }),
  learningRate: constant(1e-3),
});
for await (const _ of run);

const size = inputShape.reduce((a, b) => a * b, 1);
const batch = trainingBatch(test, 0, { batchSize: IMAGES, seed: 1 });
const pixels = (await batch.x.data()) as Float32Array;
const labels = Array.from(batch.labels);
const file: NetworkFile = {
  network,
  images: firstImages(IMAGES).map((i) => pixels.slice(i * size, (i + 1) * size)),
  labels,
  subjects: { proved: [], open: [] },
};
const { x, box, spec } = batchOf(file, firstImages(IMAGES), epsilon);
const margins = await compileBound(engine, network, crownIbp()).bound(box, spec);
const isProved = (i: number) =>
  margins.subarray(i * (CLASSES - 1), (i + 1) * (CLASSES - 1)).every((m) => m < 0);
const predicted = await tf.argMax(apply(network, x), 1).data();
const isRight = (i: number) => predicted[i] === labels[i];
const attacked = await pgd({ steps: 40, engine })(network, { x, spec, epsilon });
const open = firstImages(IMAGES).filter(
  (i) => isRight(i) && !isProved(i) && attacked.examples[i]!.status === 'unbroken',
);
const parts = new Map<number, number>();
for (const i of open.slice(0, Math.ceil(CANDIDATES / workload.fewer))) {
  const own = batchOf(file, [i], epsilon);
  const { nodes } = await branchAndBound(network, own.box, own.spec, { maxNodes: PARTS });
  parts.set(i, nodes);
}
const subjects = {
  proved: firstImages(IMAGES).filter(isProved),
  open: open.sort((a, b) => (parts.get(b) ?? 0) - (parts.get(a) ?? 0)),
};
await writeNetworkFile(workload.file, { ...file, subjects });
const statistics = await layerStatistics(network, [{ x, labels }], { epsilon });
const share = (count: number): number => count / IMAGES;
const description: Description = {
  images: IMAGES,
  cleanError: share(firstImages(IMAGES).filter((i) => !isRight(i)).length),
  proved: share(subjects.proved.length),
  open: share(subjects.open.length),
  unstable: neuronStability(statistics)!.unstable,
};
console.log(JSON.stringify(description));
