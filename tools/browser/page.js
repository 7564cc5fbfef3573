/**
 * What must work in a browser without anything of Node: the packages as an application bundles them. They are not
 * dependencies of the tools: check.mjs installs them beside this page.
 */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import { assertFloat32, selectBackend } from '@ibp/backend';
// @boundaries-ignore installed by check.mjs
import { linfBall } from '@ibp/bounds';
// @boundaries-ignore installed by check.mjs
import { batches, fromArrays, parseIdx, trainingBatch } from '@ibp/data';
// @boundaries-ignore installed by check.mjs
import { apply, fromLayersModel, loadWeights, propagate, saveWeights, weightsHash } from '@ibp/layers';
// @boundaries-ignore installed by check.mjs
import { small } from '@ibp/models';
// @boundaries-ignore installed by check.mjs
import { constant, evaluate, indexedDbStore, linear, train } from '@ibp/train';
// @boundaries-ignore installed by check.mjs
import { catalog, zoo } from '@ibp/zoo';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
// @boundaries-ignore installed by check.mjs
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { check, report } from './outcome.js';

const shape = [16, 16, 1];
const count = 200;

/** The bytes of an idx file of images, each bright in the rows that tell its class. */
function imageFile() {
  const header = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 16, 0, 0, 0, 16);
  const file = new Uint8Array(header.length + count * 256);
  file.set(header);
  for (let i = 0; i < count; i++)
    file.fill(200, 16 + i * 256 + (i % 4) * 64, 16 + i * 256 + (i % 4) * 64 + 64);
  return file;
}

const fresh = (seed) => small({ inputShape: shape, classes: 4, seed });

async function training(dataset) {
  const ramp = { start: 5, end: 20 };
  const options = {
    steps: 20,
    batch: (step) => trainingBatch(dataset, step, { batchSize: 20, seed: 1 }),
    epsilon: linear({ from: 0, to: 0.02, ...ramp }),
    kappa: linear({ from: 1, to: 0.5, ...ramp }),
    learningRate: constant(1e-3),
  };
  const whole = fresh(1);
  let painted = 0;
  const frame = () => {
    painted++;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const fits = [];
  for await (const { parts } of train(whole, options)) fits.push(parts.fit);
  check(fits.at(-1) < fits[0] / 2, 'training lowers the loss');
  check(painted > 1, 'the page repaints while it trains');

  const checkpoint = { store: indexedDbStore('run'), every: 8 };
  for await (const { step } of train(fresh(1), { ...options, checkpoint })) if (step === 11) break;
  const resumed = fresh(1);
  const steps = [];
  for await (const { step } of train(resumed, { ...options, checkpoint })) steps.push(step);
  check(steps[0] === 9, 'a run resumes from its checkpoint in IndexedDB');
  check(
    (await weightsHash(resumed)) === (await weightsHash(whole)),
    'and ends with the weights of one not interrupted',
  );
  return whole;
}

/** Its weights are a chunk that the page has not loaded until here, and are held to their hash. */
async function pretrained() {
  const name = 'digits-0.1-small';
  const network = await zoo(name);
  const { lower, upper } = tf.tidy(() => propagate(network, linfBall(tf.fill([1, 28, 28, 1], 0.5), 0.1)));
  const [l, u] = [await lower.data(), await upper.data()];
  check(
    u.length === catalog[name].card.classes && u.every((end, i) => l[i] < end),
    'a network of the zoo is bounded',
  );
  tf.dispose([lower, upper, ...Object.values(network.variables)]);
}

async function importing() {
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: shape, filters: 3, kernelSize: 3, activation: 'relu' }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
  const network = fromLayersModel(model);
  const x = tf.fill([1, ...shape], 0.5);
  const { lower, upper } = propagate(network, linfBall(x, 0.01));
  const [y, least, greatest] = [apply(network, x), lower, upper].map((t) => t.dataSync());
  check(
    y.every((value, i) => least[i] <= value && value <= greatest[i]),
    'a stock tf.LayersModel is bounded',
  );
}

async function main() {
  check(typeof process === 'undefined' && typeof Buffer === 'undefined', 'nothing of Node is there');
  setWasmPaths('/wasm/');
  const { name } = await selectBackend();
  check(name === 'wasm', 'selectBackend takes wasm');
  await assertFloat32('page');

  const dataset = fromArrays({
    images: parseIdx(imageFile()).data,
    labels: Uint8Array.from({ length: count }, (_, i) => i % 4),
    shape,
    classes: 4,
  });
  const network = await training(dataset);
  const { error, verifiedError } = await evaluate(network, batches(dataset, 100), { epsilon: 0.005 });
  check(error === 0 && verifiedError < 1, `evaluate certifies (verified error ${verifiedError})`);

  await saveWeights(network, 'indexeddb://network');
  const loaded = fresh(2);
  await loadWeights(loaded, 'indexeddb://network');
  check((await weightsHash(loaded)) === (await weightsHash(network)), 'weights go through IndexedDB');
  await importing();
  await pretrained();
}

report(main());
