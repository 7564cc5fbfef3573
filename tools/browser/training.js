/** A short run, by which the pages compare backends and engines. */
// @boundaries-ignore installed by check.mjs
import { small } from '@ibp/models';
// @boundaries-ignore installed by check.mjs
import { certifiedLoss, constant, crossEntropy, evaluate, linear, randomSpecs, train } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';
import { check } from './outcome.js';

const shape = [14, 14, 1];

/** Images bright in the rows that tell their class. */
function batch(step, size = 16) {
  const labels = Array.from({ length: size }, (_, i) => (step + i) % 4);
  const x = new Float32Array(size * 196);
  labels.forEach((label, i) => {
    for (let j = 0; j < 196; j++) x[i * 196 + j] = (j >> 1) % 5 === label ? 0.9 : 0.1 * ((j * 7 + step) % 3);
  });
  return { x: tf.tensor(x, [size, ...shape]), labels };
}

export const fresh = () => small({ inputShape: shape, classes: 4, seed: 1 });

export async function trained(network, engine) {
  const ramp = { start: 3, end: 10 };
  const options = {
    steps: 12,
    batch: (step) => batch(step),
    epsilon: linear({ from: 0, to: 0.02, ...ramp }),
    kappa: linear({ from: 1, to: 0.5, ...ramp }),
    learningRate: constant(1e-3),
    loss: certifiedLoss({ specLoss: crossEntropy(randomSpecs(2)) }),
    ...(engine ? { engine } : {}),
  };
  const losses = [];
  const start = performance.now();
  const fits = [];
  for await (const { loss, parts } of train(network, options)) {
    losses.push(loss);
    fits.push(parts.fit);
  }
  return { losses, fits, seconds: (performance.now() - start) / 1000 };
}

export async function outcome(engine) {
  const network = fresh();
  const run = await trained(network, engine);
  const batches = [batch(50), batch(51), batch(52, 5)];
  const evaluation = await evaluate(network, batches, { epsilon: 0.02, ...(engine ? { engine } : {}) });
  return { ...run, evaluation };
}

export function compareLosses(name, { losses, seconds }, expected, tolerance) {
  const worst = Math.max(...losses.map((loss, i) => Math.abs(loss / expected.losses[i] - 1)));
  check(
    losses.length === 12 && worst < tolerance,
    `${name} trains as tfjs does (losses differ by ${worst.toExponential(1)}; ${seconds.toFixed(1)} s)`,
  );
}

/** Whether what computes now, tfjs or an engine, gives the losses and verdicts that are expected. */
export async function compare(name, engine, expected, tolerance) {
  const run = await outcome(engine);
  compareLosses(name, run, expected, tolerance);
  const counts = ({ errors, verifiedErrors, examples }) => [errors, verifiedErrors, examples].join();
  check(counts(run.evaluation) === counts(expected.evaluation), 'and evaluates as tfjs does');
}
