import { randomFloats } from '@ibp/testing';
import { ModelProto } from '../../proto/descriptor';
import { branches, extremes, normalization, reduce, softmax } from './axes';
import { type Attribute, type Drawing, type Move, type Shaped, size } from './drawing';
import { activation, arithmetic, clip, fraction, pRelu, written } from './elementwise';
import { value } from './model';
import {
  depth,
  expand,
  flatten,
  gather,
  pad,
  reshape,
  resizeLinear,
  slice,
  squeeze,
  tile,
  transpose,
} from './places';
import { einsum, gemm, matrix, matrixLeft, productOfValues } from './products';
import { batchNorm, conv, convTranspose, globalPool, pool } from './windows';

const moves: readonly Move[] = [
  ...[normalization, fraction],
  ...[convTranspose, productOfValues, written],
  ...[activation, arithmetic, matrix, matrixLeft, gemm, conv, conv, pool, pool, globalPool, batchNorm],
  ...[flatten, reshape, transpose, transpose, slice, gather, pad, reduce, softmax, clip, extremes],
  ...[pRelu, branches, squeeze, expand, tile, depth, resizeLinear, einsum],
];

const shapes = [
  [1, 6],
  [1, 2, 5],
  [1, 2, 4, 5],
  [1, 1, 6, 6],
  [1, 4, 3, 3],
  [1, 3, 4],
] as const;

/** A small graph of ops that are supported, the same for the same seed, and a line about each node. */
export function randomGraph(seed: number): { readonly bytes: Uint8Array; readonly said: readonly string[] } {
  const numbers = randomFloats(4000, seed + 1, 1);
  let at = 0;
  const next = () => (numbers[at++ % numbers.length]! + 1) / 2;
  const below = (n: number) => Math.min(Math.floor(next() * n), n - 1);
  const one = <T>(of: readonly T[]) => of[below(of.length)]!;
  const opset = one([9, 11, 13, 15, 18, 21]);
  const nodes: object[] = [];
  const initializer: object[] = [];
  const said: string[] = [];
  const draw: Drawing = {
    ...{ opset, below, one },
    node: (opType, input, attributes = {}) => {
      const name = `v${nodes.length}`;
      said.push(`${opType} ${input.join(' ')} -> ${name} ${JSON.stringify(attributes)}`);
      nodes.push({ opType, input, output: [name], attribute: Object.entries(attributes).map(attributeOf) });
      return name;
    },
    floats: (dims, scale = 1) => {
      const name = `w${initializer.length}`;
      const data = Float32Array.from({ length: size(dims) }, () => (2 * next() - 1) * scale);
      initializer.push({ name, dims, dataType: 1, rawData: new Uint8Array(data.buffer) });
      return name;
    },
    ints: (list) => {
      const name = `w${initializer.length}`;
      initializer.push({ name, dims: [list.length], dataType: 7, int64Data: list });
      return name;
    },
  };
  const input = one(shapes);
  let x: Shaped = { name: 'x', shape: input };
  for (let i = 0; i < 2 + below(8); i++) {
    const made = one(moves)(draw, x);
    if (made && size(made.shape) <= 400) x = made;
  }
  const last = draw.node('Relu', [x.name]);
  const bytes = ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ version: opset }],
    graph: {
      name: 'graph',
      node: nodes,
      initializer,
      input: [value('x', input)],
      output: [value(last, x.shape)],
    },
  } as never).finish();
  return { bytes, said: [`opset ${opset}, input [${input}]`, ...said] };
}

function attributeOf([name, one]: [string, Attribute]): object {
  if (typeof one === 'number') return { name, i: one, type: 2 };
  if (typeof one === 'string') return { name, s: new TextEncoder().encode(one), type: 3 };
  return 'float' in one ? { name, f: one.float, type: 1 } : { name, ints: one, type: 7 };
}
