import { ops } from '@ibp/bounds';
import { type OpName, type PlainTensor, type Shape, sizeOf, vocabulary } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import { randomFloats, sampleCalls } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';

/** A network around one op, and a row on its output. Their tensors are the caller's. */
export type OpProblem = { readonly network: LoweredNetwork; readonly row: tf.Tensor };

const isPlain = (value: unknown): value is PlainTensor =>
  typeof value === 'object' && value !== null && 'data' in value;

const drawn = (shape: Shape, seed: number, scale = 1): tf.Tensor =>
  tf.tensor(randomFloats(sizeOf(shape), seed, scale), [...shape]);

/** How many units the input has. */
export const inputs = 3;

/**
 * Random calls of an op between linear maps: its inputs are made of a few units that all of them depend on, so that what
 * forgets how they hang together loses by it.
 *
 * @param spread of the weights before the op.
 */
export const opProblems = (op: OpName, count: number, spread = 1): OpProblem[] =>
  sampleCalls(op, count).map(({ shapes, params: plain }, seed) => {
    const nodes: object[] = [{ op: 'input', name: 'input', params: {}, inputs: [], shape: [inputs] }];
    const ends = shapes.map((shape, i) => {
      const n = sizeOf(shape);
      const kernel = drawn([inputs, n], 100 * seed + i, spread);
      // far enough above 0 for ops that are defined there alone, or meant for what is
      const above = 'domain' in vocabulary[op] || op === 'inverseRoot' ? 4 : 0;
      const bias = tf.tidy(() => tf.add(drawn([n], 100 * seed + i + 50), above));
      nodes.push({ op: 'dense', name: `dense_${i}`, params: { kernel, bias }, inputs: [0], shape: [n] });
      nodes.push({ op: 'reshape', name: `part_${i}`, params: { shape }, inputs: [nodes.length - 1], shape });
      return nodes.length - 1;
    });
    const params = Object.fromEntries(
      Object.entries(plain).map(([name, value]) => [
        name,
        isPlain(value) ? tf.tensor(value.data, [...value.shape]) : value,
      ]),
    );
    const shape = ops[op].outputShape(shapes as never, params as never);
    nodes.push({ op, name: op, params, inputs: ends, shape });
    const network = { inputShape: [inputs], nodes } as unknown as LoweredNetwork;
    return { network, row: drawn([1, 2, ...shape], 7 * seed + 3) };
  });
