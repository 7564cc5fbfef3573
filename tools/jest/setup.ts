/**
 * Every test runs on the backend that IBP_BACKEND names (wasm by default), inside an engine scope of its
 * own; a test that leaves a tensor behind (kept, a variable, or made outside the scope) fails.
 */
import * as tf from '@tensorflow/tfjs-core';

const name = process.env.IBP_BACKEND ?? 'wasm';

beforeAll(async () => {
  if (name === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
  } else if (name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
  } else if (name === 'tensorflow') {
    await import('@tensorflow/tfjs-node' as string);
  } else {
    throw new Error(`IBP_BACKEND: expected wasm, cpu or tensorflow, got ${name}`);
  }
  await tf.setBackend(name);
  await tf.ready();
});

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
  tf.engine().startScope('test');
});
afterEach(() => {
  tf.engine().endScope();
  const leaked = tf.memory().numTensors - before;
  if (leaked !== 0) throw new Error(`the test left ${leaked} tensors behind`);
});
