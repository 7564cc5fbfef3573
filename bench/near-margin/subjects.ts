import type { PlainNetwork, Shape } from '@ibp/core';
import { plainChain, plainTensor, randomFloats } from '@ibp/testing';

/** A network of two classes whose last bias is to be chosen, and an input of it. */
export type Subject = { readonly name: string; readonly network: PlainNetwork; readonly x: Float32Array };

const drawn = (shape: Shape, seed: number) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const scale = Math.sqrt(3 / (size / shape.at(-1)!));
  return plainTensor(shape, randomFloats(size, seed, scale));
};
const conv = (shape: Shape, seed: number) =>
  [
    'conv2d',
    {
      ...{ kernel: drawn(shape, seed), bias: drawn([shape.at(-1)!], seed + 1) },
      ...{ strides: [1, 1], padding: 'same' },
    },
  ] as const;
const dense = (shape: Shape, seed: number) =>
  [
    'dense',
    { kernel: drawn(shape, seed), bias: plainTensor([shape[1]!], new Array(shape[1]!).fill(0)) },
  ] as const;
const relu = ['relu', {}] as const;

/** The kinds of networks that are tried, by name. */
export const kinds = {
  dense: (seed: number) => plainChain([300], dense([300, 64], seed), relu, dense([64, 2], seed + 10)),
  deep: (seed: number) =>
    plainChain(
      [64],
      ...[0, 1, 2, 3].flatMap((k) => [dense([64, 64], seed + k), relu]),
      dense([64, 2], seed + 10),
    ),
  convolutional: (seed: number) =>
    plainChain(
      [8, 8, 3],
      ...[conv([3, 3, 3, 8], seed), relu, conv([3, 3, 8, 16], seed + 2), relu],
      ['reshape', { shape: [1024] }],
      dense([1024, 2], seed + 10),
    ),
  // a pixel that one output does not see, and whose tile it is in
  'bright pixel': (seed: number) =>
    plainChain(
      [8, 8, 1],
      conv([3, 3, 1, 1], seed),
      ['reshape', { shape: [64] }],
      [
        'dense',
        {
          kernel: plainTensor(
            [64, 2],
            Array.from({ length: 128 }, (_, i) => Number(i === 18)),
          ),
        },
      ],
    ),
} as const;

/** A network of a kind, and an input, drawn by a seed. */
export function subject(kind: keyof typeof kinds, seed: number): Subject {
  const network = kinds[kind](100 * seed);
  const size = network.nodes[0]!.shape.reduce((a, b) => a * b, 1);
  const x = randomFloats(size, 100 * seed + 50, 1).map((v) => Math.abs(v));
  if (kind === 'bright pixel') x[36] = 1e4;
  return { name: kind, network, x };
}
