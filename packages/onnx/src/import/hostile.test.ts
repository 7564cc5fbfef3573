import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { isIbpError } from '@ibp/core';
import protobuf from 'protobufjs/light.js';
import { plainFromOnnx } from './plain-from-onnx';
import { ints, modelOf, node, value } from './testing/model';

const files = path.join(__dirname, '..', '..', 'corpus', 'fixtures');
const corpus = readdirSync(files)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => readFileSync(path.join(files, name)));

/** What a file ends with: its error, which must be one of ours, or none. It must take no second of the processor. */
function refusal(bytes: Uint8Array): string | undefined {
  const begin = process.cpuUsage();
  try {
    plainFromOnnx(bytes);
    return undefined;
  } catch (error) {
    if (!isIbpError(error)) throw error;
    expect(error.message).toMatch(/^fromOnnx: /);
    expect(error.message.length).toBeLessThan(2000);
    return error.message;
  } finally {
    const { user, system } = process.cpuUsage(begin);
    expect(user + system).toBeLessThan(1e6);
  }
}

const relu = node('Relu', ['x'], ['y']);
const size = (bytes: Uint8Array) => bytes.length;

it.each<[string, () => Uint8Array, RegExp]>([
  ['nothing', () => new Uint8Array(), /a graph/],
  ['no graph', () => Uint8Array.of(8, 8), /a graph/],
  ['text', () => new TextEncoder().encode('#!/bin/sh'), /cannot be read/],
  [
    'a circle of nodes',
    () => modelOf([node('Add', ['x', 'b'], ['a']), node('Neg', ['a'], ['b']), node('Neg', ['a'], ['y'])]),
    /expected no circle of nodes, got one through "a"/,
  ],
  ['a node of itself', () => modelOf([node('Neg', ['y'], ['y'])]), /circle of nodes/],
  ['two nodes of one name', () => modelOf([relu, relu]), /expected one value of "y", got two/],
  [
    'a name that is nowhere',
    () => modelOf([node('Relu', ['z'], ['y'])]),
    /expected a value of "z", got none/,
  ],
  ['an input of 2^62 units', () => modelOf([relu], {}, [2 ** 31, 2 ** 31]), /at most 268435456 elements/],
  [
    'an input of none',
    () => modelOf([relu], { input: [value('x', [1, 4], 7)] }),
    /expected floats, got int64/,
  ],
  [
    'weights of 2^62 elements and no data',
    () =>
      modelOf([node('Add', ['x', 'w'], ['y'])], {
        initializer: [{ name: 'w', dims: [2 ** 31, 2 ** 31], dataType: 1 }],
      }),
    /at most 268435456 elements/,
  ],
  [
    'weights of a negative shape',
    () =>
      modelOf([node('Add', ['x', 'w'], ['y'])], { initializer: [{ name: 'w', dims: [-4], dataType: 1 }] }),
    /a shape of whole numbers from 0/,
  ],
  [
    'a gigabyte of weights in four bytes',
    () =>
      modelOf([node('Add', ['x', 'w'], ['y'])], {
        initializer: [{ name: 'w', dims: [2 ** 28], dataType: 1, rawData: new Uint8Array(4) }],
      }),
    /expected 1073741824 bytes of float32 \[268435456\], got 4/,
  ],
  [
    'a constant as large as its shape says',
    () =>
      modelOf([node('ConstantOfShape', ['s'], ['c']), node('Add', ['x', 'c'], ['y'])], {
        initializer: [ints('s', [2 ** 20, 2 ** 20])],
      }),
    /at most 268435456 elements/,
  ],
  [
    'a value spread out without end',
    () => modelOf([node('Expand', ['x', 's'], ['y'])], { initializer: [ints('s', [2 ** 14, 2 ** 14, 4])] }),
    /at most 268435456/,
  ],
  [
    'a border without end',
    () => modelOf([node('Pad', ['x', 's'], ['y'])], { initializer: [ints('s', [0, 2 ** 40, 0, 0])] }),
    /at most 268435456 elements/,
  ],
  [
    'tiles without end',
    () => modelOf([node('Tile', ['x', 's'], ['y'])], { initializer: [ints('s', [1, 2 ** 40])] }),
    /at most 268435456 elements/,
  ],
  [
    'a range without end',
    () =>
      modelOf([node('Range', ['a', 'b', 'c'], ['r']), node('Add', ['x', 'r'], ['y'])], {
        initializer: [ints('a', [0]), ints('b', [2 ** 50]), ints('c', [1])],
      }),
    /at most 268435456 elements/,
  ],
  [
    'a window beyond the image',
    () => modelOf([node('MaxPool', ['x'], ['y'], { kernel_shape: [2 ** 30, 1] })], {}, [1, 1, 4, 4]),
    /expected an input of at least 1073741824/,
  ],
  [
    'a thousand axes',
    () =>
      modelOf([node('Reshape', ['x', 's'], ['y'])], {
        initializer: [ints('s', [...Array<number>(1000).fill(1), 4])],
      }),
    /./,
  ],
  [
    'an attribute that nobody knows',
    () => modelOf([node('Relu', ['x'], ['y'], { secret: 1 })]),
    /got "secret"/,
  ],
  [
    'an attribute of another type',
    () => modelOf([node('Flatten', ['x'], ['y'], { axis: [1] })]),
    /"axis" of type INT, got type 7/,
  ],
  [
    'ops without a rule, all of them at once',
    () =>
      modelOf([
        node('Relu', ['x'], ['a']),
        node('NonZero', ['a'], ['b']),
        { ...node('Relu', ['b'], ['y']), name: 'own', domain: 'com.me' },
      ]),
    /expected ops that are supported, got NonZero "b", Relu "own"$/,
  ],
  [
    'quantised activations',
    () =>
      modelOf([node('QuantizeLinear', ['x', 's'], ['q']), node('DequantizeLinear', ['q', 's'], ['y'])], {
        initializer: [{ name: 's', dims: [], dataType: 1, floatData: [0.5] }],
      }),
    /QuantizeLinear "q": expected floats, got an activation that is quantised/,
  ],
  [
    'a gzip file that states a gigabyte',
    () => claiming(gzipSync(modelOf([relu])), 2 ** 30),
    /states 1073741824 bytes/,
  ],
  ['a gzip file that states less', () => claiming(gzipSync(modelOf([relu])), 3), /more than the 3 bytes/],
  ['a gzip file cut off', () => gzipSync(modelOf([relu])).subarray(0, 30), /expected a gzip file/],
  [
    'a field of a gigabyte in ten bytes',
    () => Uint8Array.of(58, 128, 128, 128, 128, 4, 1, 2),
    /cannot be read/,
  ],
  ['groups in groups', () => new Uint8Array(2 ** 20).fill(0x0b), /cannot be read/],
  ['millions of empty nodes', () => emptyNodes(2 ** 22), /at most 524288 entries/],
])('refuses %s', (_, bytes, message) => {
  expect(refusal(bytes())).toMatch(message);
});

/** A gzip file that says it is of another size. */
function claiming(bytes: Uint8Array, of: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  new DataView(copy.buffer).setUint32(copy.length - 4, of, true);
  return copy;
}

/** A graph that is a list of nodes of no bytes. */
function emptyNodes(count: number): Uint8Array {
  const graph = new Uint8Array(2 * count);
  for (let i = 0; i < graph.length; i += 2) graph[i] = 0x0a;
  return protobuf.Writer.create().uint32(58).bytes(graph).finish();
}

it('reads a graph that is deeper than any stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) =>
    node('Identity', [i === 0 ? 'x' : `v${i}`], [`v${i + 1}`]),
  );
  expect(refusal(modelOf([...chain.reverse(), node('Relu', ['v20000'], ['y'])]))).toBeUndefined();
});

it('takes a file as a whole or not at all, wherever it is cut', () => {
  const bytes = corpus.find((one) => size(one) < 400)!;
  for (let length = 0; length < bytes.length; length++) refusal(bytes.subarray(0, length));
});

const runs = 300 * Number(process.env.IBP_RANDOM_RUNS ?? 1);

it(`says what is wrong with ${runs} files whose bytes were changed`, () => {
  // xorshift: the same changes every time
  let state = 1810;
  const below = (n: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
  let refused = 0;
  for (let run = 0; run < runs; run++) {
    const bytes = new Uint8Array(corpus[below(corpus.length)]!);
    const changes = 1 + below(4);
    for (let i = 0; i < changes; i++) {
      const [at, from, length] = [below(bytes.length), below(bytes.length), 1 + below(16)];
      if (below(2) === 0) bytes[at] = below(256);
      else bytes.copyWithin(at, from, from + length);
    }
    if (refusal(bytes) !== undefined) refused++;
  }
  expect(refused).toBeGreaterThan(runs / 10);
});
