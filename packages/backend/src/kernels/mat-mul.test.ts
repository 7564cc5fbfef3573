import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { expectClose, runOn, seeded } from './testing';

const size = fc.integer({ min: 1, max: 6 });
const product = fc.record({
  batch: fc.constantFrom(
    [[], []],
    [[1], [1]],
    [[3], [1]],
    [[3], [3]],
    [[1], [3]],
    [
      [2, 3],
      [1, 1],
    ],
    [[2, 3], []],
  ),
  dims: fc.tuple(size, size, size),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.nat(),
});

/** One tensor as right-hand side in two shapes. Prints the second product, which should be 6 8 10 12 14 16. */
const reuse = (multiply: string) => `
  const tf = require('@tensorflow/tfjs-core');
  require('@tensorflow/tfjs-backend-wasm');
  const multiply = ${multiply};
  tf.setBackend('wasm').then(() => {
    const w = tf.range(0, 12, 1, 'float32');
    multiply(tf.ones([1, 6]), tf.reshape(w, [6, 2]));
    console.log(multiply(tf.ones([1, 2]), tf.reshape(w, [2, 6])).dataSync().join(' '));
  });`;
const PLAIN = '(a, b) => tf.matMul(a, b)';
const FUSED = "(a, b) => tf.fused.matMul({ a, b, activation: 'relu' })";

describe('the matrix product on wasm', () => {
  beforeAll(() => tf.setBackend('wasm'));

  it("agrees with the cpu backend's own", () =>
    fc.assert(
      fc.asyncProperty(product, async ({ batch, dims: [m, k, n], transposeA, transposeB, seed }) => {
        const a = seeded([...batch[0]!, ...(transposeA ? [k, m] : [m, k])], seed);
        const b = seeded([...batch[1]!, ...(transposeB ? [n, k] : [k, n])], seed + 1);
        const attrs = { transposeA, transposeB };
        const expected = await runOn('cpu', 'BatchMatMul', { a, b }, attrs, true);
        expectClose(await runOn('wasm', 'BatchMatMul', { a, b }, attrs), expected);
      }),
      { seed: 3, numRuns: 150 },
    ));

  it.each([
    ['plain', PLAIN],
    ['fused', FUSED],
  ])('is right where one tensor is the right-hand side in several shapes (%s)', (_, multiply) => {
    // eslint-disable-next-line -- the same text runs in the child process below
    const times = new Function('tf', `return ${multiply}`)(tf) as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
    const w = tf.range(0, 12, 1, 'float32');
    for (let round = 0; round < 2; round++) {
      expect([...times(tf.ones([1, 6]), tf.reshape(w, [6, 2])).dataSync()]).toEqual([30, 36]);
      expect([...times(tf.ones([1, 2]), tf.reshape(w, [2, 6])).dataSync()]).toEqual([6, 8, 10, 12, 14, 16]);
      expect([...times(tf.ones([1, 4]), tf.reshape(w, [4, 3])).dataSync()]).toEqual([18, 22, 26]);
    }
  });

  // in a process of its own, because it corrupts the backend's memory
  it.each([
    ['plain', PLAIN],
    ['fused', FUSED],
  ])("needs this: the backend's own is wrong there (%s)", (_, multiply) => {
    const child = spawnSync(process.execPath, ['-e', reuse(multiply)], { encoding: 'utf8' });
    expect(child.error).toBeUndefined();
    const ran = child.stdout !== '' || child.stderr.includes('Aborted()');
    expect(ran).toBe(true);
    expect(child.stdout.trim()).not.toBe('6 8 10 12 14 16');
  });
});
