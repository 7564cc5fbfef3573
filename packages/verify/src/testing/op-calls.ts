import type { ParamsOf } from '@ibp/bounds';
import type { OpName, Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { randomFloats } from './random';

/** One way to call an op; the parameters are made inside the test that frees them. */
export type OpCall = {
  readonly op: OpName;
  readonly shapes: readonly Shape[];
  readonly params: () => object;
};

type Calls<K extends OpName> = fc.Arbitrary<{ shapes: readonly Shape[]; params: () => ParamsOf<K> }>;

const upTo = (max: number) => fc.integer({ min: 1, max });
const seeds = fc.nat(2 ** 30);
const units = fc.array(upTo(4), { minLength: 1, maxLength: 3 });
const tensor = (shape: Shape, seed: number) =>
  tf.tensor(
    randomFloats(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
    [...shape],
  );

const elementwise = (inputs = 1) =>
  units.map((shape) => ({ shapes: Array<Shape>(inputs).fill(shape), params: () => ({}) }));

const windows = fc
  .record({
    size: fc.tuple(upTo(3), upTo(3)),
    steps: fc.tuple(upTo(3), upTo(3)),
    dilated: fc.boolean(),
    extra: fc.tuple(fc.nat(4), fc.nat(4)),
    channels: upTo(3),
    padding: fc.constantFrom<'valid' | 'same'>('valid', 'same'),
  })
  .map(({ size, steps, dilated, extra, channels, padding }) => {
    const [strides, dilations] = dilated ? [[1, 1] as const, steps] : [steps, [1, 1] as const];
    const least = (axis: 0 | 1) => (padding === 'same' ? 1 : (size[axis] - 1) * dilations[axis] + 1);
    return { size, strides, dilations, padding, shape: [least(0) + extra[0], least(1) + extra[1], channels] };
  });

const convolution = (depthwise: boolean) =>
  fc
    .tuple(windows, upTo(3), fc.boolean(), seeds)
    .map(([{ size, shape, ...rest }, outputs, biased, seed]) => ({
      shapes: [shape],
      params: () => ({
        ...rest,
        kernel: tensor([...size, shape[2]!, outputs], seed),
        bias: biased ? tensor([depthwise ? shape[2]! * outputs : outputs], seed + 1) : undefined,
      }),
    }));

const pool = windows.map(({ size, strides, padding, shape }) => ({
  shapes: [shape.map((n, i) => (i < 2 ? Math.max(n, size[i]!) : n))],
  params: () => ({ size, strides, padding }),
}));

const order = (n: number) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n });

/** Random calls of every op. */
const calls: { readonly [K in OpName]: Calls<K> } = {
  dense: fc.tuple(units, upTo(4), fc.boolean(), seeds).map(([shape, outputs, biased, seed]) => ({
    shapes: [shape],
    params: () => ({
      kernel: tensor([shape.at(-1)!, outputs], seed),
      bias: biased ? tensor([outputs], seed + 1) : undefined,
    }),
  })),
  conv2d: convolution(false),
  depthwiseConv2d: convolution(true),
  affine: fc.tuple(units, fc.nat(3), seeds).map(([shape, kind, seed]) => {
    const of = [shape, shape.slice(-1), [], shape.map((n, i) => (i === shape.length - 1 ? 1 : n))][kind]!;
    return { shapes: [shape], params: () => ({ scale: tensor(of, seed), shift: tensor(of, seed + 1) }) };
  }),
  add: elementwise(2),
  subtract: elementwise(2),
  multiply: elementwise(2),
  concat: fc
    .tuple(units, fc.array(upTo(3), { minLength: 1, maxLength: 3 }), fc.nat(2), fc.boolean())
    .map(([shape, sizes, where, fromEnd]) => {
      const axis = where % shape.length;
      return {
        shapes: sizes.map((n) => shape.map((size, i) => (i === axis ? n : size))),
        params: () => ({ axis: fromEnd ? axis - shape.length : axis }),
      };
    }),
  broadcast: fc.tuple(units, fc.nat(7), fc.nat(2)).map(([shape, ones, missing]) => ({
    shapes: [shape.map((n, i) => ((ones >> i) % 2 ? 1 : n)).slice(Math.min(missing, shape.length - 1))],
    params: () => ({ shape }),
  })),
  reshape: units.map((shape) => ({
    shapes: [shape],
    params: () => ({ shape: [shape.reduce((a, b) => a * b, 1)] }),
  })),
  transpose: units
    .chain((shape) => fc.tuple(fc.constant(shape), order(shape.length)))
    .map(([shape, permutation]) => ({ shapes: [shape], params: () => ({ permutation }) })),
  pad: units.chain((shape) =>
    fc
      .tuple(
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: shape.length, maxLength: shape.length }),
        fc.constantFrom(0, 1.5, -2),
      )
      .map(([paddings, value]) => ({ shapes: [shape], params: () => ({ paddings, value }) })),
  ),
  averagePool: pool,
  maxPool: pool,
  globalAveragePool: units.map((shape) => ({ shapes: [[2, ...shape].slice(0, 3)], params: () => ({}) })),
  globalMaxPool: units.map((shape) => ({ shapes: [[2, ...shape].slice(0, 3)], params: () => ({}) })),
  softmax: elementwise(),
  relu: elementwise(),
  leakyRelu: fc.tuple(units, fc.constantFrom(0, 0.01, 0.3, 1)).map(([shape, alpha]) => ({
    shapes: [shape],
    params: () => ({ alpha }),
  })),
  relu6: elementwise(),
  elu: elementwise(),
  selu: elementwise(),
  gelu: fc.tuple(units, fc.boolean()).map(([shape, approximate]) => ({
    shapes: [shape],
    params: () => ({ approximate }),
  })),
  sigmoid: elementwise(),
  hardSigmoid: elementwise(),
  tanh: elementwise(),
  softplus: elementwise(),
  softsign: elementwise(),
  silu: elementwise(),
  mish: elementwise(),
  exp: elementwise(),
  abs: elementwise(),
  square: elementwise(),
};

export const opNames = Object.keys(calls) as OpName[];

/** As many times the calls as the tests ask for: more at night. */
const times = Number(process.env.IBP_RANDOM_RUNS ?? 1);

/** The same `count` random calls of an op every time. */
export const opCalls = (op: OpName, count: number): OpCall[] =>
  fc
    .sample(calls[op] as fc.Arbitrary<Omit<OpCall, 'op'>>, { seed: 1810, numRuns: count * times })
    .map((call) => ({
      ...call,
      op,
    }));
