import {
  type OpName,
  type PlainNetwork,
  type PlainNode,
  type PlainTensor,
  type Shape,
  sizeOf,
  vocabulary,
} from '@ibp/core';
import { randomFloats } from './random';

export const plainTensor = (shape: Shape, data: ArrayLike<number>): PlainTensor => ({
  shape,
  data: Float32Array.from(data),
});

/** Nodes one after the other from `[op, params, inputs?]`; each takes in the one before unless told. */
export function plainChain(
  inputShape: Shape,
  ...layers: readonly (readonly [OpName, object, (readonly number[])?])[]
): PlainNetwork {
  const nodes = [
    { op: 'input', name: 'input', inputs: [], shape: inputShape, params: {} },
  ] as unknown as PlainNode[];
  for (const [op, params, inputs = [nodes.length - 1]] of layers) {
    const shapes = inputs.map((i) => nodes[i]!.shape);
    const shape = vocabulary[op].outputShape(shapes as never, params as never);
    nodes.push({ op, name: `${op}_${nodes.length}`, inputs, shape, params } as unknown as PlainNode);
  }
  return { nodes };
}

const random = (shape: Shape, seed: number, scale = 1) =>
  plainTensor(shape, randomFloats(sizeOf(shape), seed, scale));

/** A dense classifier `inputs - ... - outputs` with an activation between its layers. */
export function plainDense(
  sizes: readonly number[],
  seed: number,
  activation: OpName = 'relu',
  params = {},
): PlainNetwork {
  const layers = sizes.slice(1).flatMap((n, i) => {
    const kernel = random([sizes[i]!, n], seed + 2 * i, 1.5);
    const dense = ['dense', { kernel, bias: random([n], seed + 2 * i + 1) }] as const;
    return i === sizes.length - 2 ? [dense] : [dense, [activation, params] as const];
  });
  return plainChain([sizes[0]!], ...layers);
}

/** A small residual convolutional network of piecewise linear ops: 4x4x1 to 3 classes. */
export function plainResidual(seed: number): PlainNetwork {
  const conv = (inputs: number, filters: number, at: number) => ({
    kernel: random([3, 3, inputs, filters], seed + at),
    bias: random([filters], seed + at + 1),
    strides: [1, 1],
    padding: 'same',
  });
  return plainChain(
    [4, 4, 1],
    ['affine', { scale: plainTensor([1], [1.7]), shift: plainTensor([1], [-0.4]) }],
    ['conv2d', conv(1, 2, 10)],
    ['relu', {}],
    ['conv2d', conv(2, 2, 20)],
    ['leakyRelu', { alpha: 0.1 }],
    ['conv2d', conv(2, 2, 30)],
    ['add', {}, [6, 3]],
    ['abs', {}],
    ['averagePool', { size: [2, 2], strides: [2, 2], padding: 'same' }],
    ['reshape', { shape: [8] }],
    ['dense', { kernel: random([8, 3], seed + 40), bias: random([3], seed + 41) }],
  );
}
