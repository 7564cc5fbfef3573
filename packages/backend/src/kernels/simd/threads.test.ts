import { once } from 'node:events';
import workerThreads from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import '../../wasm';
import { useWasmThreads } from '../../wasm-threads';
import { convolve, filterGradient, inputGradient } from './convolution';
import type { Geometry } from './geometry';
import { compileKernels, type SimdExports } from './kernels';
import { multiply, multiplyTransposed } from './product';
import { type Simd, simdOf } from './simd';
import { inOneThread } from './tasks';

const threads = 3;
const start = tf.findBackendFactory('wasm');
let shared: Simd;
let alone: Simd;
/** Every thread that was started. */
const started: workerThreads.Worker[] = [];

beforeAll(async () => {
  const { Worker } = workerThreads;
  jest.spyOn(workerThreads, 'Worker').mockImplementation((...of) => {
    const worker = new Worker(...of);
    started.push(worker);
    return worker;
  });
  tf.removeBackend('wasm'); // the one that has started, of one thread
  tf.registerBackend('wasm', start);
  await useWasmThreads(threads);
  await tf.setBackend('wasm');
  shared = simdOf(tf.backend())!;
  const { wasmMemory: memory } = (tf.backend() as unknown as { wasm: { wasmMemory: WebAssembly.Memory } })
    .wasm;
  const instance = new WebAssembly.Instance(compileKernels(memory)!, { host: { memory } });
  const exports = instance.exports as unknown as SimdExports;
  const spare = shared.at(shared.output([16]));
  alone = { ...shared, threads: 1, each: inOneThread({ exports, spare }) };
  await new Promise((resolve) => setTimeout(resolve, 300)); // for the workers to come up
});

/** The numbers that `compute` writes to an output of that shape. */
const numbers = (simd: Simd, shape: number[], compute: (simd: Simd, into: number) => void): Float32Array =>
  tf.tidy(() => {
    const output = simd.output(shape);
    compute(simd, simd.at(output));
    return output.dataSync() as Float32Array;
  });

const sameBits = (shape: number[], compute: (simd: Simd, into: number) => void): void => {
  const expected = numbers(alone, shape, compute);
  expect(expected.some((v) => v !== 0)).toBe(true);
  const bytes = Buffer.from(expected.buffer);
  for (let round = 0; round < 10; round++)
    expect(bytes.equals(Buffer.from(numbers(shared, shape, compute).buffer))).toBe(true);
};

it('are as many as the backend has', () => expect(shared.threads).toBe(threads));

it.each([
  [100, 300, 90],
  [700, 90, 9],
  [130, 1100, 13],
])('give the bits of one thread for products, of %d and %d and %d', (m, k, n) => {
  const [a, b, turned] = [tf.randomNormal([m, k]), tf.randomNormal([k, n]), tf.randomNormal([n, k])];
  const dy = tf.randomNormal([m, n]);
  const matrix = (x: tf.Tensor) => ({ at: shared.at(x), rows: x.shape[0]!, columns: x.shape[1]! });
  sameBits([m, n], (simd, into) => multiply(simd, matrix(a), matrix(b), false, into));
  sameBits([m, n], (simd, into) => multiply(simd, matrix(a), matrix(turned), true, into));
  sameBits([k, n], (simd, into) => multiplyTransposed(simd, matrix(a), matrix(dy), into));
});

it.each([
  [11, 9, 5, 3, 2, 18],
  [30, 5, 16, 3, 1, 8],
  [1, 20, 8, 4, 1, 16],
  [40, 28, 1, 4, 2, 16],
  [30, 16, 3, 3, 1, 24],
])('give the bits of one thread for convolutions, %#', (batch, side, channels, kernel, stride, filters) => {
  const out = Math.floor((side - kernel) / stride) + 1;
  const geometry: Geometry = {
    batch,
    input: { height: side, width: side, channels },
    filter: { height: kernel, width: kernel },
    strides: [stride, stride],
    output: { height: out, width: out, channels: filters },
  };
  const x = tf.randomNormal([batch, side, side, channels]);
  const filter = tf.randomNormal([kernel, kernel, channels, filters]);
  const dy = tf.randomNormal([batch, out, out, filters]);
  const at = shared.at;
  sameBits(dy.shape, (simd, into) => convolve(simd, geometry, at(x), at(filter), into));
  sameBits(x.shape, (simd, into) => inputGradient(simd, geometry, at(dy), at(filter), into));
  sameBits(filter.shape, (simd, into) => filterGradient(simd, geometry, at(x), at(dy), into));
});

it('do each task once, in thousands of rounds', () => {
  const [ones, counts] = [tf.ones([8, 8]), shared.output([64, 8])];
  const into = shared.at(counts);
  shared.heap().fill(0, into, into + counts.size * 4);
  const table = shared.at(shared.output([4]));
  new Int32Array(shared.heap().buffer, table, 4).fill(0);
  // each task adds 8 products of 1 and 1 to each of 8 numbers of its own
  for (let round = 0; round < 3000; round++) {
    shared.each(1 + (round % 64), ({ rows, spare }, i) =>
      rows(shared.at(ones), table, into + i * 32, table, 1, shared.at(ones), 256, 8, 1, 32, 0, 1, spare),
    );
  }
  const rounds = (task: number) =>
    Array.from({ length: 3000 }, (_, r) => r % 64).filter((r) => task <= r).length;
  const expected = Array.from({ length: 64 }, (_, task) => Array(8).fill(8 * rounds(task)));
  expect(counts.arraySync()).toEqual(expected);
});

it('end with the backend, and so do those of tfjs', async () => {
  expect(started.length).toBeGreaterThanOrEqual(2 * (threads - 1));
  const ended = started.map((worker) => once(worker, 'exit'));
  const { backend } = tf.engine();
  tf.removeBackend('wasm');
  await Promise.all(ended);
  tf.registerBackend('wasm', start);
  await tf.setBackend('wasm'); // what is looked at after each test
  expect(simdOf(backend)).toBeUndefined();
});
