/** What tfjs must do on WebGPU in a browser, here on a GPU in software: train as on wasm, and be refused where it must. */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/webgpu';
// @boundaries-ignore installed by check.mjs
import { assertFloat32, selectBackend } from '@ibp/backend';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { check, report } from './outcome.js';
import { compare, compareLosses, fresh, outcome, trained } from './training.js';

async function main() {
  setWasmPaths('/wasm/');
  await selectBackend({ prefer: 'wasm' });
  const expected = await outcome();
  const network = fresh();
  await tf.setBackend('webgpu');
  compareLosses('tfjs-webgpu', await trained(network), expected, 1e-3);
  // last: SwiftShader does not survive the canvas by which tfjs reads at once
  const refused = await selectBackend({ prefer: 'webgpu' }).then(
    () => undefined,
    (error) => error.message,
  );
  if (refused) {
    check(
      /dataSync reads .*a canvas that shows/.test(refused),
      'selectBackend refuses it, for dataSync alone',
    );
    await tf.setBackend('webgpu');
    const certified = await assertFloat32('page').then(
      () => true,
      () => false,
    );
    check(!certified, 'and assertFloat32 does');
  } else {
    await compare('tfjs-webgpu', undefined, expected, 1e-3);
  }
}

report(main());
