import type { PlainNetwork, PlainNode, PlainTensor } from '@ibp/core';
import type { Box } from './box';
import { randomFloats, stream } from './random';

type Shape = readonly number[];

/** A plain network, node by node; each function returns the new node's index. */
function grow(inputShape: Shape, seed: number) {
  const nodes: PlainNode[] = [];
  let made = 0;
  const tensor = (shape: Shape, scale = 1): PlainTensor => {
    const data = randomFloats(
      shape.reduce((a, b) => a * b, 1),
      seed * 1000 + made++,
      scale,
    );
    return { shape, data };
  };
  const add = (op: string, inputs: readonly number[], shape: Shape, params: object = {}): number => {
    nodes.push({ op, name: `${op}_${nodes.length}`, inputs, shape, params } as unknown as PlainNode);
    return nodes.length - 1;
  };
  add('input', [], inputShape);
  const shapeOf = (x: number): Shape => nodes[x]!.shape;
  return {
    network: { nodes } as PlainNetwork,
    shapeOf,
    add,
    dense: (x: number, units: number): number => {
      const inputs = shapeOf(x).at(-1)!;
      const params = { kernel: tensor([inputs, units], 1.5 / Math.sqrt(inputs)), bias: tensor([units], 0.3) };
      return add('dense', [x], [...shapeOf(x).slice(0, -1), units], params);
    },
    conv: (x: number, filters: number): number => {
      const [height, width, channels] = shapeOf(x) as [number, number, number];
      const kernel = tensor([2, 2, channels, filters]);
      const params = {
        kernel,
        bias: tensor([filters], 0.3),
        strides: [1, 1],
        dilations: [1, 1],
        padding: 'same',
      };
      return add('conv2d', [x], [height, width, filters], params);
    },
  };
}

const activations = ['relu', 'relu', 'leakyRelu', 'abs', 'relu6', 'hardSigmoid'] as const;

/** A small network of one of four kinds: plain, wide, residual, convolutional with both pools. */
export function randomNetwork(seed: number): PlainNetwork {
  const next = stream(seed);
  const kind = seed % 4;
  const { network, shapeOf, add, dense, conv } = grow(kind === 3 ? [3, 3, 1] : [3], seed);
  const activate = (x: number): number => {
    const op = activations[Math.floor(next() * activations.length)]!;
    return add(op, [x], shapeOf(x), op === 'leakyRelu' ? { alpha: 0.1 } : {});
  };
  const window = { size: [2, 2], strides: [1, 1], padding: 'valid' };
  let x = 0;
  if (kind === 3) {
    x = conv(x, 2);
    x = add('maxPool', [add('relu', [x], shapeOf(x))], [2, 2, 2], window);
    x = add('averagePool', [x], [1, 1, 2], window);
    x = add('reshape', [x], [2], { shape: [2] });
  } else {
    x = activate(dense(x, kind === 1 ? 8 : 4));
    const body = activate(dense(x, 4));
    const shared = kind === 2 ? add('broadcast', [dense(x, 1)], [4], { shape: [4] }) : x;
    x = kind === 2 ? add('add', [dense(body, 4), add('add', [dense(x, 4), shared], [4])], [4]) : body;
    x = activate(x);
  }
  dense(x, 3);
  return network;
}

/** A box around a random point, of which two inputs vary (all of them if `full`). */
export function randomBox(network: PlainNetwork, seed: number, radius = 0.5, full = false): Box {
  const size = network.nodes[0]!.shape.reduce((a, b) => a * b, 1);
  const center = Float64Array.from(randomFloats(size, seed));
  const varies = (i: number): boolean => full || i === seed % size || i === (seed + 1) % size;
  return {
    lower: center.map((v, i) => (varies(i) ? v - radius : v)),
    upper: center.map((v, i) => (varies(i) ? v + radius : v)),
  };
}
