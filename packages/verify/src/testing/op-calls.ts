import type { OpName, PlainTensor, Shape } from '@ibp/core';
import { sampleCalls } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';

/** One way to call an op; the parameters are made inside the test that frees them. */
export type OpCall = {
  readonly op: OpName;
  readonly shapes: readonly Shape[];
  readonly params: () => object;
};

const isPlain = (value: unknown): value is PlainTensor =>
  typeof value === 'object' && value !== null && 'data' in value;

/** The same `count` random calls of an op every time. */
export const opCalls = (op: OpName, count: number): OpCall[] =>
  sampleCalls(op, count).map(({ shapes, params }) => ({
    op,
    shapes,
    params: () =>
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          isPlain(value) ? tf.tensor(value.data, [...value.shape]) : value,
        ]),
      ),
  }));
