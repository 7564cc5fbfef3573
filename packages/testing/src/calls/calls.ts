import { elementwiseOps, type OpName, type OpsOf, type PlainParams } from '@ibp/core';
import fc from 'fast-check';
import { type Calls, onEach, seed, units, upTo, weights } from './op-call';
import { convolution, inGroups, pool, transposedConvolution } from './windows';

const globalPool: Calls<'globalMaxPool'> = fc
  .array(upTo(4), { minLength: 2, maxLength: 3 })
  .map((shape) => ({ shapes: [shape], params: {} }));

const reduction: Calls<'sum' | 'mean' | 'max'> = fc
  .tuple(units, fc.nat(), fc.boolean())
  .map(([shape, where, fromEnd]) => {
    const axis = where % shape.length;
    return { shapes: [shape], params: { axis: fromEnd ? axis - shape.length : axis } };
  });

const matrices: Calls<'matMul'> = fc
  .tuple(fc.array(upTo(2), { maxLength: 2 }), upTo(3), upTo(3), upTo(3))
  .map(([outer, rows, inner, columns]) => ({
    shapes: [
      [...outer, rows, inner],
      [...outer, inner, columns],
    ],
    params: {},
  }));

const permutationOf = (n: number) =>
  fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n });

/** The activations that have no parameters: they are all called alike. */
type WithoutParams = {
  [K in OpsOf<'elementwise'>]: string extends keyof PlainParams<K> ? K : never;
}[OpsOf<'elementwise'>];

/** Random calls of every op: a new op without a line here does not compile. */
export const calls: { readonly [K in OpName]: Calls<K> } = {
  dense: fc.tuple(units, upTo(4), fc.boolean(), seed).map(([shape, outputs, biased, seed]) => ({
    shapes: [shape],
    params: {
      kernel: weights([shape.at(-1)!, outputs], seed),
      bias: biased ? weights([outputs], seed + 1) : undefined,
    },
  })),
  conv2d: inGroups,
  depthwiseConv2d: convolution(true),
  conv2dTranspose: transposedConvolution,
  affine: fc.tuple(units, fc.boolean(), seed).map(([shape, perChannel, seed]) => {
    const of = perChannel ? shape.slice(-1) : shape;
    return {
      shapes: [shape],
      params: { scale: weights(of, seed), shift: weights(of, seed + 1) },
    };
  }),
  add: onEach(2),
  subtract: onEach(2),
  multiply: onEach(2),
  matMul: matrices,
  concat: fc
    .tuple(units, fc.array(upTo(3), { minLength: 1, maxLength: 3 }), fc.nat(), fc.boolean())
    .map(([shape, sizes, where, fromEnd]) => {
      const axis = where % shape.length;
      return {
        shapes: sizes.map((n) => shape.map((size, i) => (i === axis ? n : size))),
        params: { axis: fromEnd ? axis - shape.length : axis },
      };
    }),
  broadcast: fc.tuple(units, fc.nat(7), fc.nat(2)).map(([shape, ones, missing]) => ({
    shapes: [shape.map((n, i) => ((ones >> i) % 2 ? 1 : n)).slice(Math.min(missing, shape.length - 1))],
    params: { shape },
  })),
  reshape: units
    .chain((shape) => fc.tuple(fc.constant(shape), permutationOf(shape.length), fc.boolean()))
    .map(([shape, order, flat]) => {
      const to = flat ? [shape.reduce((a, b) => a * b, 1)] : order.map((i) => shape[i]!);
      return { shapes: [shape], params: { shape: to } };
    }),
  transpose: units
    .chain((shape) => fc.tuple(fc.constant(shape), permutationOf(shape.length)))
    .map(([shape, permutation]) => ({ shapes: [shape], params: { permutation } })),
  pad: units
    .chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: shape.length, maxLength: shape.length }),
        fc.constantFrom(0, 1.5, -2),
      ),
    )
    .map(([shape, paddings, value]) => ({ shapes: [shape], params: { paddings, value } })),
  gather: units
    .chain((shape) => fc.tuple(fc.constant(shape), fc.nat(), fc.boolean()))
    .chain(([shape, where, fromEnd]) => {
      const axis = where % shape.length;
      const indices = fc.array(fc.nat(shape[axis]! - 1), { minLength: 1, maxLength: 5 });
      return indices.map((indices) => ({
        shapes: [shape],
        params: { axis: fromEnd ? axis - shape.length : axis, indices },
      }));
    }),
  sum: reduction,
  mean: reduction,
  averagePool: pool,
  max: reduction,
  maxPool: pool,
  globalAveragePool: globalPool,
  globalMaxPool: globalPool,
  softmax: onEach(),
  ...(Object.fromEntries(Object.keys(elementwiseOps).map((op) => [op, onEach()])) as unknown as {
    readonly [K in WithoutParams]: Calls<K>;
  }),
  inverseRoot: fc
    .tuple(units, fc.constantFrom(1e-5, 0.01, 1))
    .map(([shape, epsilon]) => ({ shapes: [shape], params: { epsilon } })),
  leakyRelu: fc
    .tuple(units, fc.constantFrom(0, 0.01, 0.3, 1))
    .map(([shape, alpha]) => ({ shapes: [shape], params: { alpha } })),
  gelu: fc
    .tuple(units, fc.boolean())
    .map(([shape, approximate]) => ({ shapes: [shape], params: { approximate } })),
};
