/** What the compiled engine must do in a browser: train and evaluate as tfjs does, with threads, and on WebGPU. */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import { selectBackend } from '@ibp/backend';
// @boundaries-ignore installed by check.mjs
import { onnxEngine } from '@ibp/onnx';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
// @boundaries-ignore installed by check.mjs
import { env } from 'onnxruntime-web';
import { check, report } from './outcome.js';
import { compare, outcome } from './training.js';

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
