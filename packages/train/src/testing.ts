import {
  batchNorm,
  conv2d,
  dense,
  type Engine,
  flatten,
  type Layer,
  type Network,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { testEngine as engineOf } from 'ibp-tools/test-engine';
import { evaluate as evaluateWith } from './evaluate';
import { certifiedLoss } from './losses/certified';
import type { Loss } from './losses/loss';
import { randomSpecs } from './losses/random-specs';
import { crossEntropy } from './losses/spec-loss';
import type { Metrics } from './metrics';
import type { OptimizerOptions } from './optimizers/table';
import { linear } from './schedules/linear';
import { constant } from './schedules/schedule';
import { train as trainWith } from './train';
import type { TrainOptions } from './train-options';

const layers: Layer = sequential(
  conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }),
  batchNorm(),
  relu(),
  flatten(),
  dense(6),
  relu(),
  dense(3),
);
/** A network with every kind of state: kernels, biases, batch norm. */
export const build = (seed = 1): Network => network([6, 6, 1], layers, { seed });

/** Images whose class is the third of the image that is bright. */
export const batch = (step: number, size = 8) => {
  const labels = Array.from({ length: size }, (_, i) => (step + i) % 3);
  const x = tf.tidy(() => {
    const noise = tf.randomUniform([size, 6, 6, 1], 0, 0.3, 'float32', step + 1);
    const rows = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
    const bright = tf.reshape(tf.tile(tf.reshape(tf.cast(rows, 'float32'), [size, 3, 1]), [1, 1, 12]), [
      size,
      6,
      6,
      1,
    ]);
    return tf.add(noise, tf.mul(bright, 0.7));
  });
  return { x, labels };
};

/** Twelve steps with a ramp, losses drawn at random, and clipping. */
export const options: TrainOptions = {
  steps: 12,
  batch,
  epsilon: linear({ from: 0, to: 0.05, start: 2, end: 8 }),
  kappa: linear({ from: 1, to: 0.5, start: 2, end: 8 }),
  learningRate: constant(0.01),
  loss: certifiedLoss({ specLoss: crossEntropy(randomSpecs(1)) }),
  clipNorm: 1,
  seed: 4,
};

/** A loss that is not a number at one step. */
export const poisonedAt =
  (step: number, loss: Loss): Loss =>
  (network, examples, at) => {
    const value = loss(network, examples, at);
    return { ...value, loss: tf.add(value.loss, tf.div(0, tf.sub(at.step, step))) as tf.Scalar };
  };

/** Each optimiser, with what is not its default. */
export const optimizers: readonly OptimizerOptions[] = [
  { name: 'adam', beta1: 0.8 },
  { name: 'adamw', weightDecay: 0.5 },
  { name: 'radam', epsilon: 1e-6 },
  { name: 'sgd', momentum: 0.8, nesterov: true, weightDecay: 0.1 },
  { name: 'sgd', momentum: 0 },
];

/** As the variable IBP_ENGINE says. */
export const testEngine = () => engineOf(onnxEngine);

/** Options that may say "no engine", whatever the variable names. */
type MayBeEager<T> = Omit<T, 'engine'> & { readonly engine?: Engine | undefined };

export async function* train(net: Network, given: MayBeEager<TrainOptions>) {
  yield* trainWith(net, { ...(await testEngine()), ...given } as TrainOptions);
}

export const evaluate: typeof evaluateWith = async (net, batches, given) =>
  evaluateWith(net, batches, { ...(await testEngine()), ...given });

/** Trains to the end, or until a step as a person who stops iterating does. */
export async function run(
  net: Network,
  more: MayBeEager<Partial<TrainOptions>> = {},
  until = Number.POSITIVE_INFINITY,
) {
  const metrics: Metrics[] = [];
  for await (const m of train(net, { ...options, ...more })) {
    metrics.push(m);
    if (m.step === until) break;
  }
  return metrics;
}

export const weights = (net: Network): number[][] =>
  Object.values(net.variables).map((v) => [...v.dataSync()]);
