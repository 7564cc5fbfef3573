import {
  type NoParams,
  type OpName,
  type PlainParams,
  type PlainTensor,
  type Shape,
  sizeOf,
} from '@ibp/core';
import fc from 'fast-check';
import { randomFloats } from '../random';

/** One way to call an op: the units of its inputs, without a batch, and its parameters. */
export type OpCall<K extends OpName = OpName> = {
  readonly shapes: readonly Shape[];
  readonly params: PlainParams<K>;
};

export type Calls<K extends OpName> = fc.Arbitrary<OpCall<K>>;

export const upTo = (max: number) => fc.integer({ min: 1, max });
export const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
export const units = fc.array(upTo(4), { minLength: 1, maxLength: 3 });
export const weights = (shape: Shape, seed: number): PlainTensor => ({
  shape,
  data: randomFloats(sizeOf(shape), seed),
});

/** The same call for each element: as many inputs of one shape. */
export const onEach = (inputs = 1): fc.Arbitrary<{ shapes: readonly Shape[]; params: NoParams }> =>
  units.map((shape) => ({ shapes: Array<Shape>(inputs).fill(shape), params: {} }));
