import { assertPlainNetwork } from './assert-plain-network';
import type { PlainNetwork } from './plain-network';

const input = { op: 'input', name: 'x', inputs: [], shape: [2], params: {} };
const kernel = { shape: [2, 1], data: Float32Array.of(1, 2) };
const node = (changes: object) => ({
  ...{ op: 'dense', name: 'scores', inputs: [0], shape: [1], params: { kernel } },
  ...changes,
});
const checked =
  (...nodes: object[]) =>
  () =>
    assertPlainNetwork('test', { nodes } as unknown as PlainNetwork);

it('takes a network whose nodes are what the vocabulary says', () => {
  expect(checked(input, node({}))).not.toThrow();
  expect(checked(input, node({ params: { kernel, bias: undefined } }))).not.toThrow();
});

it.each([
  ['no nodes', [], 'test: expected an input, got no nodes'],
  ['an op first', [node({})], 'test: node 0 ("scores"): expected the input, got op "dense"'],
  ['an input of something', [{ ...input, inputs: [0] }], 'expected no inputs of the input, got 1'],
  ['an input with parameters', [{ ...input, params: { kernel } }], 'expected no parameters, got "kernel"'],
  ['a second input', [input, input], 'expected an op of the vocabulary, got "input"'],
  [
    'a node of a later one',
    [input, node({ inputs: [1] })],
    'node 1 ("scores"): expected inputs from 0 to 0, got 1',
  ],
  ['two inputs of one', [input, node({ inputs: [0, 0] })], 'expected 1 inputs, got 2'],
  ['another shape', [input, node({ shape: [2] })], 'expected shape [1] of dense, got [2]'],
  [
    'a tensor that is cut',
    [input, node({ params: { kernel: { ...kernel, shape: [2, 2] } } })],
    'kernel to be a tensor',
  ],
  [
    'a parameter of no such name',
    [input, node({ params: { kernel, alpha: 1 } })],
    'expected kernel, bias, got "alpha"',
  ],
  [
    'NaN for a slope',
    [input, node({ op: 'leakyRelu', params: { alpha: Number.NaN } })],
    'alpha to be a finite number, got NaN',
  ],
])('refuses %s', (_, nodes, message) => {
  expect(checked(...nodes)).toThrow(message);
});
