import { classificationSpec, linfBall, specValues } from '@ibp/bounds';
import {
  apply,
  type CompiledFunction,
  type Engine,
  ibp,
  lower,
  type Network,
  trainableVariables,
} from '@ibp/layers';
import type { ModelName } from '@ibp/models';
import { onnxEngine } from '@ibp/onnx';
import { certifiedLoss, compiledUpdater, createOptimizer, type Updater } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';
import { pseudoRandom } from '../pseudo-random';
import { buildNetwork } from '../runners/build-network';

/** A network at the size of the images it is mostly trained on. */
export type Subject = {
  readonly model: ModelName;
  readonly inputShape: readonly [number, number, number];
  readonly batchSize: number;
};

export type EngineOptions = NonNullable<Parameters<typeof onnxEngine>[0]>;

/** An engine by name: `cpu`, `webgpu`, or `webgpu` with options. */
export const engineOf = (options: EngineOptions): Promise<Engine> => onnxEngine(options);

/** Each class has a band of the image where it is lighter: something to learn, which needs no data. */
export function batchAt({ inputShape, batchSize }: Subject, step: number) {
  const size = inputShape.reduce((a, b) => a * b, 1);
  const labels = Array.from({ length: batchSize }, (_, i) => (i * 7 + step) % 10);
  const noise = pseudoRandom(batchSize * size, step + 1);
  const values = noise.map((value, i) => {
    const band = Math.floor(((i % size) * 10) / size);
    return (band === labels[Math.floor(i / size)] ? 0.6 : 0.1) + 0.3 * value;
  });
  return { x: tf.tensor(values, [batchSize, ...inputShape]), labels };
}

/** With weights that need no time: drawing orthogonal ones of millions takes minutes. */
export const networkOf = ({ model, inputShape }: Subject): Network =>
  buildNetwork({ model, inputShape, width: 1 });

/** A network, and what trains it on an engine. */
export function trainer(subject: Subject, engine: Engine): { network: Network; updater: Updater } {
  const network = networkOf(subject);
  const optimizer = createOptimizer(network);
  const work = { network, optimizer, loss: certifiedLoss(), clipNorm: Number.POSITIVE_INFINITY };
  return { network, updater: compiledUpdater(engine, work) };
}

/** The losses of the first steps, epsilon and kappa moving as in a real run, and what each took. */
export async function learn(subject: Subject, engine: Engine, steps: number) {
  const { network, updater } = trainer(subject, engine);
  const losses: number[] = [];
  const milliseconds: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = batchAt(subject, step);
    const start = performance.now();
    const { loss } = await updater.update(batch, {
      ...{ step, seed: 1, learningRate: 1e-3 },
      epsilon: Math.min(0.1, 0.005 * (step + 1)),
      kappa: Math.max(0.5, 1 - 0.05 * step),
    });
    milliseconds.push(performance.now() - start);
    losses.push(loss);
    batch.x.dispose();
  }
  await updater.sync();
  const weights = Object.values(trainableVariables(network)).map((variable) => variable.dataSync());
  await updater.dispose();
  return { losses, milliseconds, weights };
}

export const tasks = ['nominal', 'ibp', 'evaluate'] as const;
export type Task = (typeof tasks)[number];

/** Does one of a task; the first compiles. */
export async function worker(subject: Subject, engine: Engine): Promise<(task: Task) => Promise<number>> {
  const { network, updater } = trainer(subject, engine);
  const { x, labels } = batchAt(subject, 0);
  const classes = tf.tensor1d(labels, 'int32');
  let evaluation: CompiledFunction | undefined;
  let step = 0;
  return async (task) => {
    if (task === 'evaluate') {
      evaluation ??= await engine.compile(evaluated(network), { x, classes });
      return (await evaluation.run({ x, classes })).sum!.data[0]!;
    }
    const kappa = task === 'nominal' ? 1 : 0.5;
    step += 1;
    const point = { step, epsilon: 0.1, kappa, seed: 1, learningRate: 1e-4 };
    return (await updater.update({ x, labels }, point)).loss;
  };
}

/** The sum of all margins, at the images and over their balls. */
const evaluated =
  (network: Network) =>
  ({ x, classes }: { readonly [name: string]: tf.Tensor }) => {
    const spec = classificationSpec(classes as tf.Tensor1D, 10);
    const bounds = ibp()(lower(network), linfBall(x!, 0.1), spec);
    return { sum: tf.sum(tf.add(bounds, specValues(spec, apply(network, x!)))) };
  };
