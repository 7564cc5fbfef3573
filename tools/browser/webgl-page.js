/** What tfjs must do on WebGL in a browser, here on a GPU in software: pass the self-test, train and evaluate as on wasm. */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import '@tensorflow/tfjs-backend-webgl';
// @boundaries-ignore installed by check.mjs
import { assertFloat32, selectBackend } from '@ibp/backend';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { check, report } from './outcome.js';
import { compare, outcome } from './training.js';

async function main() {
  setWasmPaths('/wasm/');
  await selectBackend({ prefer: 'wasm' });
  const expected = await outcome();
  const { name } = await selectBackend({ prefer: 'webgl' });
  check(name === 'webgl', 'selectBackend offers webgl, which passes the self-test');
  await assertFloat32('page');
  await compare('tfjs-webgl', undefined, expected, 1e-3);
}

report(main());
