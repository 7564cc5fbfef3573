import { plainForward } from '@ibp/exact';
import { plainChain, plainDense, plainResidual, plainTensor, randomFloats } from '@ibp/testing';
import { gradientOf, outputAt } from './at-point';
import { hostNetwork } from './host-network';

it('is max(x0 - x1, 0) - 3 at (2, 0.5), and how that moves', () => {
  const net = plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 2], [1, 0, -1, 1]) }],
    ['relu', {}],
    ['dense', { kernel: plainTensor([2, 1], [1, 0]), bias: plainTensor([1], [-3]) }],
  );
  const host = hostNetwork(net)!;
  expect([...outputAt(host, Float64Array.of(2, 0.5))]).toEqual([-1.5]);
  expect([...gradientOf(host, Float64Array.of(2))]).toEqual([2, -2]);
  expect([...outputAt(host, Float64Array.of(0, 0.5))]).toEqual([-3]);
  expect([...gradientOf(host, Float64Array.of(2))]).toEqual([0, 0]);
});

it.each([
  ['dense', plainDense([3, 9, 8, 4], 1, 'leakyRelu', { alpha: 0.2 })],
  ['convolutional and residual', plainResidual(2)],
])('of a network that is %s it is what the formula gives, and its difference quotient', (_, net) => {
  const host = hostNetwork(net)!;
  const x = Float64Array.from(randomFloats(host.nodes[0]!.size, 3));
  const output = outputAt(host, x);
  plainForward(net, x).forEach((value, k) => {
    expect(output[k]).toBeCloseTo(value, 10);
  });
  const row = Float64Array.from(output, (_, k) => k + 1);
  const along = Float64Array.from(randomFloats(x.length, 4));
  const gradient = gradientOf(host, row);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  const moved = outputAt(
    host,
    x.map((v, i) => v + 2 ** -20 * along[i]!),
  );
  expect((dot(row, moved) - dot(row, output)) * 2 ** 20).toBeCloseTo(dot(gradient, along), 4);
});
