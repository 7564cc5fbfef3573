/** What the compiled engine must do in a browser: train and evaluate as tfjs does, with threads, and on WebGPU. */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import { selectBackend } from '@ibp/backend';
// @boundaries-ignore installed by check.mjs
import { onnxEngine } from '@ibp/onnx';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
// @boundaries-ignore installed by check.mjs
import * as ort from 'onnxruntime-web';
// @boundaries-ignore installed by check.mjs
import { env as onGpu } from 'onnxruntime-web/webgpu';
import { check, report } from './outcome.js';
import { compare, outcome } from './training.js';

async function main() {
  setWasmPaths('/wasm/');
  ort.env.wasm.wasmPaths = '/ort/';
  // tfjs starts half as many threads as there are processors
  Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 4 });
  const { threads } = await selectBackend({ prefer: 'wasm', threads: 2 });
  check(threads === 2, 'selectBackend starts threads of wasm');
  const expected = await outcome();
  check(expected.fits[11] < expected.fits[0], `tfjs-wasm trains (${expected.seconds.toFixed(1)} s)`);

  check(globalThis.crossOriginIsolated, 'the page is isolated');
  const engine = await onnxEngine({ threads: 2 });
  check(engine.name === 'onnxruntime-web', 'onnxEngine takes onnxruntime-web by itself');
  await compare('onnxruntime-web (wasm, 2 threads)', engine, expected, 1e-4);
  check(ort.env.wasm.numThreads === 2, 'with threads');

  if (await navigator.gpu?.requestAdapter()) {
    onGpu.wasm.wasmPaths = '/ort/';
    const gpu = await onnxEngine({ executionProviders: ['webgpu'] });
    await compare('onnxruntime-web (webgpu)', gpu, expected, 1e-3);
    const refused = await onnxEngine({ runtime: ort, executionProviders: ['webgpu'] }).then(
      () => 'nothing',
      (error) => error.message,
    );
    check(/take those of "onnxruntime-web\/webgpu"/.test(refused), `its older kernels are refused`);
  } else {
    console.log('not checked: onnxruntime-web (webgpu), since this browser gives no adapter');
  }
}

report(main());
