import type { OpName, Shape } from '@ibp/core';
import { calls } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import type fc from 'fast-check';
import type { ParamsOf } from '../ops/definition';

/** One way to call an op: the units of its inputs, and its parameters, made inside the test that frees them. */
export type Case<K extends OpName> = {
  readonly shapes: readonly Shape[];
  readonly params: () => ParamsOf<K>;
};

const isPlain = (value: unknown): value is { shape: number[]; data: Float32Array } =>
  typeof value === 'object' && value !== null && 'data' in value;

/** Parameters with a tensor in place of each plain one. */
const onTensors = (params: object): object =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isPlain(value) ? tf.tensor(value.data, value.shape) : value,
    ]),
  );

/** Random calls of an op on tensors. */
export const casesOf = <K extends OpName>(op: K): fc.Arbitrary<Case<K>> =>
  (calls[op] as fc.Arbitrary<{ shapes: readonly Shape[]; params: object }>).map(({ shapes, params }) => ({
    shapes,
    params: () => onTensors(params) as ParamsOf<K>,
  }));
