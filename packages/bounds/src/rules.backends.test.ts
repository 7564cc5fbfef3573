import { type OpName, opNames } from '@ibp/core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import { applyRule, intervalRules } from './rules';
import { canPullBack, pullBack } from './spec/pull-back';
import { sampleCalls } from './testing/property';
import { inDomain, randomBox, randomTensor } from './testing/random';

let original: string;
beforeAll(() => {
  original = tf.getBackend();
});
afterAll(() => tf.setBackend(original));

/** The bounds of some calls of an op, and specifications pulled back through it, as plain numbers. */
function numbers(op: OpName): number[] {
  return sampleCalls(op, 12).flatMap(({ shapes, params }, seed) =>
    tf.tidy(() => {
      const boxes = shapes.map((shape, i) => inDomain(op, randomBox([2, ...shape], seed + i)));
      const given = params();
      const { lower, upper } = applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, given);
      const found = [...lower.dataSync(), ...upper.dataSync()];
      if (!canPullBack(op)) return found;
      const c = randomTensor([2, 3, ...lower.shape.slice(1)], seed);
      const pulled = pullBack({ c, d: tf.zeros([2, 3]) }, op, given, shapes[0]!);
      return [...found, ...pulled.c.dataSync(), ...pulled.d.dataSync()];
    }),
  );
}

it.each(opNames)('%s agrees on wasm and cpu to 1e-5', async (op) => {
  const found: number[][] = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    found.push(numbers(op));
  }
  const [wasm, cpu] = found as [number[], number[]];
  expect(wasm.length).toBe(cpu.length);
  wasm.forEach((value, i) => {
    const off = Math.abs(value - cpu[i]!) / Math.max(1, Math.abs(value));
    if (!(off <= 1e-5)) throw new Error(`number ${i}: ${value} on wasm, ${cpu[i]} on cpu`);
  });
});
