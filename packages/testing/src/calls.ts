import {
  elementwiseOps,
  type NoParams,
  type OpName,
  type OpsOf,
  type Padding,
  type PlainParams,
  type PlainTensor,
  type Shape,
  sizeOf,
} from '@ibp/core';
import fc from 'fast-check';
import { randomFloats } from './random';

/** One way to call an op: the units of its inputs, without a batch, and its parameters. */
export type OpCall<K extends OpName = OpName> = {
  readonly shapes: readonly Shape[];
  readonly params: PlainParams<K>;
};

export type Calls<K extends OpName> = fc.Arbitrary<OpCall<K>>;

const upTo = (max: number) => fc.integer({ min: 1, max });
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const units = fc.array(upTo(4), { minLength: 1, maxLength: 3 });
const padding = fc.constantFrom<Padding>('valid', 'same');
const weights = (shape: Shape, seed: number): PlainTensor => ({
  shape,
  data: randomFloats(sizeOf(shape), seed),
});

const onEach = (inputs = 1): fc.Arbitrary<{ shapes: readonly Shape[]; params: NoParams }> =>
  units.map((shape) => ({ shapes: Array<Shape>(inputs).fill(shape), params: {} }));

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

const convolution = (depthwise: boolean): Calls<'conv2d' | 'depthwiseConv2d'> =>
  fc
    .tuple(windows, upTo(3), fc.boolean())
    .map(([{ size, strides, dilations, padding, shape, channels, seed }, outputs, biased]) => ({
      shapes: [shape],
      params: {
        kernel: weights([...size, channels, outputs], seed),
        bias: biased ? weights([depthwise ? channels * outputs : outputs], seed + 1) : undefined,
        strides,
        dilations,
        padding,
      },
    }));

/** A convolution of the channels as they are, or of several times as many in as many groups. */
const inGroups: Calls<'conv2d'> = fc
  .tuple(convolution(false) as Calls<'conv2d'>, fc.constantFrom(1, 1, 2, 3))
  .map(([{ shapes, params }, groups]) => {
    const [height, width, channels, filters] = params.kernel.shape as [number, number, number, number];
    const { kernel, bias, ...window } = params;
    const some = Math.ceil(filters / groups) * groups;
    return {
      shapes: [[...shapes[0]!.slice(0, 2), channels * groups]],
      params: {
        ...window,
        kernel: weights([height, width, channels, some], kernel.data.length),
        bias: bias && weights([some], some),
      },
    };
  });

const transposedConvolution: Calls<'conv2dTranspose'> = fc
  .tuple(windows, upTo(2), upTo(2), fc.boolean(), fc.nat(2))
  .map(([{ size, strides, shape, channels, seed }, filters, groups, biased, extra]) => ({
    shapes: [[...shape.slice(0, 2), channels * groups]],
    params: {
      kernel: weights([...size, filters, channels * groups], seed),
      bias: biased ? weights([filters * groups], seed + 1) : undefined,
      strides,
      outputPadding: [Math.min(extra, strides[0] - 1), Math.min(extra, strides[1] - 1)],
      groups,
    },
  }));

const pool: Calls<'maxPool' | 'averagePool'> = windows
  .filter(({ dilations }) => Math.max(...dilations) === 1)
  .map(({ size, strides, padding, shape }) => ({
    shapes: [shape],
    params: { size, strides, padding },
  }));

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
