import { plainChain, plainDense, plainResidual, plainTensor, randomFloats } from '@ibp/testing';
import { plainForward } from '../plain/forward';
import { simpleLayers } from './layers';
import { networkOf, simplifiedNetwork } from './network';
import { simplifiedLayers } from './simplify';

type Net = Parameters<typeof simpleLayers>[0];
const layers = (net: Net) => simplifiedLayers(simpleLayers(net)!);
const sizes = (net: Net) => layers(net).map(({ size }) => size);
const values = (net: Net, x: number[]) => [...plainForward(networkOf(layers(net)), Float64Array.from(x))];

/** The least of both inputs with four units, as exporters of lattices write it. */
const least = plainChain(
  [2],
  ['dense', { kernel: plainTensor([2, 4], [1, -1, 1, -1, 1, -1, -1, 1]) }],
  ['relu', {}],
  ['dense', { kernel: plainTensor([4, 1], [0.5, -0.5, -0.5, -0.5]) }],
);

it('needs one unit for the least of two numbers', () => {
  expect(sizes(least)).toEqual([2, 1, 1, 1]);
  expect(values(least, [3, 5])).toEqual([3]);
  expect(values(least, [3, -5])).toEqual([-5]);
});

it('writes linear layers by what those before them are made of, and drops what nothing uses', () => {
  const net = plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 3], [1, 0, 1, 0, 1, 1]), bias: plainTensor([3], [1, 2, 3]) }],
    ['dense', { kernel: plainTensor([3, 1], [2, 0, -1]) }],
  );
  expect(sizes(net)).toEqual([2, 1]);
  expect(values(net, [5, 7])).toEqual([2 * 6 - 15]);
});

it('takes the value of units at constants, and twins of leaky and folded units', () => {
  const kernel = plainTensor([1, 3], [2, -2, 0]);
  const bias = plainTensor([3], [1, -1, -4]);
  const sum = plainTensor([3, 1], [1, 1, 1]);
  const leaky = plainChain(
    [1],
    ['dense', { kernel, bias }],
    ['leakyRelu', { alpha: 0.25 }],
    ['dense', { kernel: sum }],
  );
  expect(sizes(leaky)).toEqual([1, 1, 1, 1]);
  for (const x of [-3, 0.5, 4]) {
    expect(values(leaky, [x])).toEqual([...plainForward(leaky, Float64Array.of(x))]);
  }
  const folded = plainChain([1], ['dense', { kernel, bias }], ['abs', {}], ['dense', { kernel: sum }]);
  expect(sizes(folded)).toEqual([1, 1, 1, 1]);
  expect(values(folded, [2])).toEqual([5 + 5 + 4]);
});

it('changes nothing that float64 would round', () => {
  const random = (shape: [number, number], seed: number) =>
    plainTensor(shape, randomFloats(shape[0] * shape[1], seed));
  const net = plainChain(
    [4],
    ['dense', { kernel: random([4, 5], 1) }],
    ['dense', { kernel: random([5, 3], 2) }],
  );
  expect(sizes(net)).toEqual([4, 5, 3]);
  const thirds = plainTensor([2, 1], [1, 2 ** -60]); // 1 + 2^-60 is no float64
  const twins = plainTensor([1, 2], [1, 1]);
  expect(
    sizes(plainChain([1], ['dense', { kernel: twins }], ['relu', {}], ['dense', { kernel: thirds }])),
  ).toEqual([1, 2, 2, 1]);
});

it.each([
  ['dense', plainDense([3, 9, 8, 4], 1, 'abs')],
  ['convolutional and residual', plainResidual(2)],
])('of a network that is %s it computes the same', (_, net) => {
  const x = Float64Array.from(
    randomFloats(
      net.nodes[0]!.shape.reduce((a, b) => a * b, 1),
      3,
    ),
  );
  const found = values(net, [...x]);
  plainForward(net, x).forEach((value, k) => {
    expect(found[k]).toBeCloseTo(value, 10);
  });
});

it('leaves networks alone where no activation gets fewer units', () => {
  const merged = plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 2], [1, 0, 1, 1]) }],
    ['dense', { kernel: plainTensor([2, 2], [1, 0, 0, 2]) }],
    ['relu', {}],
  );
  expect(simplifiedNetwork(merged)).toBe(merged);
  const smooth = plainChain([2], ['sigmoid', {}]);
  expect(simplifiedNetwork(smooth)).toBe(smooth);
  expect(simplifiedNetwork(least).nodes.map(({ op }) => op)).toEqual(['input', 'dense', 'relu', 'dense']);
});

it('leaves a network alone that has a number which is none, though nothing uses it', () => {
  const kernel = plainTensor([1, 3], [1, 1, Number.NaN]);
  const net = plainChain(
    [1],
    ['dense', { kernel }],
    ['relu', {}],
    ['dense', { kernel: plainTensor([3, 1], [1, 1, 0]) }],
  );
  expect(simplifiedNetwork(net)).toBe(net);
});
