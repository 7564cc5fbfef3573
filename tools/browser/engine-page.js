/** What the compiled engine must do in a browser: train and evaluate as tfjs does, with threads, and on WebGPU. */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import { selectBackend } from '@ibp/backend';
// @boundaries-ignore installed by check.mjs
import { small } from '@ibp/models';
// @boundaries-ignore installed by check.mjs
import { onnxEngine } from '@ibp/onnx';
// @boundaries-ignore installed by check.mjs
import { certifiedLoss, constant, crossEntropy, evaluate, linear, randomSpecs, train } from '@ibp/train';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
// @boundaries-ignore installed by check.mjs
import { env } from 'onnxruntime-web';
import { check, report } from './outcome.js';

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

async function outcome(engine) {
  const network = small({ inputShape: shape, classes: 4, seed: 1 });
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
  const seconds = (performance.now() - start) / 1000;
  const batches = [batch(50), batch(51), batch(52, 5)];
  const evaluation = await evaluate(network, batches, { epsilon: 0.02, ...(engine ? { engine } : {}) });
  return { losses, fits, evaluation, seconds };
}

async function compare(name, engine, expected, tolerance) {
  const { losses, evaluation, seconds } = await outcome(engine);
  const worst = Math.max(...losses.map((loss, i) => Math.abs(loss / expected.losses[i] - 1)));
  check(
    losses.length === 12 && worst < tolerance,
    `${name} trains as tfjs does (losses differ by ${worst.toExponential(1)}; ${seconds.toFixed(1)} s)`,
  );
  const counts = ({ errors, verifiedErrors, examples }) => [errors, verifiedErrors, examples].join();
  check(counts(evaluation) === counts(expected.evaluation), 'and evaluates as tfjs does');
}

async function main() {
  setWasmPaths('/wasm/');
  env.wasm.wasmPaths = '/ort/';
  await selectBackend();
  const expected = await outcome();
  check(expected.fits[11] < expected.fits[0], `tfjs-wasm trains (${expected.seconds.toFixed(1)} s)`);

  check(globalThis.crossOriginIsolated, 'the page is isolated');
  const engine = await onnxEngine({ threads: 2 });
  check(engine.name === 'onnxruntime-web', 'onnxEngine takes onnxruntime-web by itself');
  await compare('onnxruntime-web (wasm, 2 threads)', engine, expected, 1e-4);
  check(env.wasm.numThreads === 2, 'with threads');

  if (await navigator.gpu?.requestAdapter()) {
    const gpu = await onnxEngine({ executionProviders: ['webgpu'] });
    await compare('onnxruntime-web (webgpu)', gpu, expected, 1e-3);
  } else {
    console.log('not checked: onnxruntime-web (webgpu), since this browser gives no adapter');
  }
}

report(main());
