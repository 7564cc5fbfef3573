import type { NoParams, OpName, Padding, Shape } from '@ibp/core';
import fc from 'fast-check';
import type { ParamsOf } from '../ops/definition';
import { randomTensor } from './random';

/** One way to call an op: the units of its inputs, and its parameters, made inside the test that frees them. */
export type Case<K extends OpName> = {
  readonly shapes: readonly Shape[];
  readonly params: () => ParamsOf<K>;
};

type Generator<P> = fc.Arbitrary<{ readonly shapes: readonly Shape[]; readonly params: () => P }>;

const upTo = (max: number) => fc.integer({ min: 1, max });
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const units = fc.array(upTo(4), { minLength: 1, maxLength: 3 });
const padding = fc.constantFrom<Padding>('valid', 'same');

const elementwise = (inputs = 1): Generator<NoParams> =>
  units.map((shape) => ({ shapes: Array<Shape>(inputs).fill(shape), params: () => ({}) }));

/** A window and an input it fits. */
const windows = fc
  .record({
    size: fc.tuple(upTo(3), upTo(3)),
    steps: fc.tuple(upTo(3), upTo(3)),
    dilated: fc.boolean(),
    extra: fc.tuple(fc.nat(3), fc.nat(3)),
    channels: upTo(3),
    padding,
    seed,
  })
  .map(({ size, steps, dilated, extra, ...rest }) => {
    const one: [number, number] = [1, 1];
    const [strides, dilations] = dilated ? [one, steps] : [steps, one];
    const least = (axis: 0 | 1) => (rest.padding === 'same' ? 1 : (size[axis] - 1) * dilations[axis] + 1);
    const space = [least(0) + extra[0], least(1) + extra[1]];
    return { ...rest, size, strides, dilations, shape: [...space, rest.channels] };
  });

const convolution = (depthwise: boolean): Generator<ParamsOf<'conv2d'>> =>
  fc
    .tuple(windows, upTo(3), fc.boolean())
    .map(([{ size, strides, dilations, padding, shape, channels, seed }, outputs, biased]) => ({
      shapes: [shape],
      params: () => ({
        kernel: randomTensor([...size, channels, outputs], seed),
        bias: biased ? randomTensor([depthwise ? channels * outputs : outputs], seed + 1) : undefined,
        strides,
        dilations,
        padding,
      }),
    }));

const pool: Generator<ParamsOf<'maxPool'>> = windows
  .filter(({ dilations }) => Math.max(...dilations) === 1)
  .map(({ size, strides, padding, shape }) => ({
    shapes: [shape],
    params: () => ({ size, strides, padding }),
  }));

const globalPool: Generator<NoParams> = fc
  .array(upTo(4), { minLength: 2, maxLength: 3 })
  .map((shape) => ({ shapes: [shape], params: () => ({}) }));

const permutationOf = (n: number) =>
  fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n });

/** Random calls of every op: a new op without a line here does not compile. */
export const cases: { readonly [K in OpName]: fc.Arbitrary<Case<K>> } = {
  dense: fc.tuple(units, upTo(4), fc.boolean(), seed).map(([shape, outputs, biased, seed]) => ({
    shapes: [shape],
    params: () => ({
      kernel: randomTensor([shape.at(-1)!, outputs], seed),
      bias: biased ? randomTensor([outputs], seed + 1) : undefined,
    }),
  })),
  conv2d: convolution(false),
  depthwiseConv2d: convolution(true),
  affine: fc.tuple(units, fc.boolean(), seed).map(([shape, perChannel, seed]) => {
    const of = perChannel ? shape.slice(-1) : shape;
    return {
      shapes: [shape],
      params: () => ({ scale: randomTensor(of, seed), shift: randomTensor(of, seed + 1) }),
    };
  }),
  add: elementwise(2),
  subtract: elementwise(2),
  multiply: elementwise(2),
  concat: fc
    .tuple(units, fc.array(upTo(3), { minLength: 1, maxLength: 3 }), fc.nat(), fc.boolean())
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
  reshape: units
    .chain((shape) => fc.tuple(fc.constant(shape), permutationOf(shape.length), fc.boolean()))
    .map(([shape, order, flat]) => {
      const to = flat ? [shape.reduce((a, b) => a * b, 1)] : order.map((i) => shape[i]!);
      return { shapes: [shape], params: () => ({ shape: to }) };
    }),
  transpose: units
    .chain((shape) => fc.tuple(fc.constant(shape), permutationOf(shape.length)))
    .map(([shape, permutation]) => ({ shapes: [shape], params: () => ({ permutation }) })),
  pad: units
    .chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: shape.length, maxLength: shape.length }),
        fc.constantFrom(0, 1.5, -2),
      ),
    )
    .map(([shape, paddings, value]) => ({ shapes: [shape], params: () => ({ paddings, value }) })),
  averagePool: pool,
  maxPool: pool,
  globalAveragePool: globalPool,
  globalMaxPool: globalPool,
  softmax: elementwise(),
  relu: elementwise(),
  leakyRelu: fc
    .tuple(units, fc.constantFrom(0, 0.01, 0.3, 1))
    .map(([shape, alpha]) => ({ shapes: [shape], params: () => ({ alpha }) })),
  relu6: elementwise(),
  elu: elementwise(),
  selu: elementwise(),
  gelu: fc
    .tuple(units, fc.boolean())
    .map(([shape, approximate]) => ({ shapes: [shape], params: () => ({ approximate }) })),
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
