import type { PlainNetwork } from '@ibp/core';
import { exactMaximum, plainChain, plainDense, plainTensor, randomBox, randomFloats } from '@ibp/testing';
import cases from '../../fixtures/sdp.json';
import type { Enclosure } from '../rigorous/enclosure';
import { marginSpec, type PlainSpec } from '../rigorous/spec';
import { sdpBounds, sdpRadii } from './sdp-bounds';

type Case = Pick<(typeof cases)[number], 'weights' | 'v' | 'radii'>;

/** `v relu(W x)` as the one output of a network. */
const networkOf = ({ weights, v, radii }: Case): PlainNetwork =>
  plainChain(
    [radii.length],
    ['dense', { kernel: plainTensor([radii.length, v.length], weights) }],
    ['relu', {}],
    ['dense', { kernel: plainTensor([v.length, 1], v) }],
  );
const around = (radii: readonly number[], middle = 0): Enclosure => ({
  lower: Float64Array.from(radii, (r) => middle - r),
  upper: Float64Array.from(radii, (r) => middle + r),
});
const output: PlainSpec = { c: Float64Array.of(1), d: Float64Array.of(0) };
const boundOf = (network: PlainNetwork, box: Enclosure, spec = output): Float64Array =>
  sdpBounds(network, sdpRadii(network, [box]))(box, spec);

it('of one unit it is the value in the middle and the slope times the radius', () => {
  // 3 relu(2 x) over [0, 1]: 3 in the middle and at most 6 from there, times 1/2
  const [bound] = boundOf(networkOf({ weights: [2], v: [3], radii: [0.5] }), around([0.5], 0.5));
  expect(bound).toBeGreaterThanOrEqual(6);
  expect(bound).toBeLessThan(6 + 2e-3);
});

it('of |x| it knows that one of two units is off, or both are half on', () => {
  // relu(x) + relu(-x) over [-2, 2]: exact, where the sum of what each may do is 4
  const [bound] = boundOf(networkOf({ weights: [1, -1], v: [1, 1], radii: [2] }), around([2]));
  expect(bound).toBeGreaterThanOrEqual(2);
  expect(bound).toBeLessThan(2 + 1e-3);
});

it.each(cases.map((of) => [of.v.length, of] as const))(
  'is what an interior-point method finds, of %i units',
  (_, of) => {
    const [bound] = boundOf(networkOf(of), around(of.radii));
    expect(bound! / of.optimum).toBeGreaterThan(1 - 1e-6);
    expect(bound! / of.optimum).toBeLessThan(1 + 2e-3);
    expect(bound).toBeLessThan(of.spectral * (1 + 1e-3));
    expect(bound).toBeLessThan(of.frobenius * (1 + 1e-3));
  },
);

const scaled = (activation: Parameters<typeof plainChain>[1]) =>
  plainChain(
    [1, 3],
    ['affine', { scale: plainTensor([3], [2, 0.7, -1.3]), shift: plainTensor([3], [0.1, 0.2, 0.3]) }],
    ['reshape', { shape: [3] }],
    [
      'dense',
      { kernel: plainTensor([3, 6], randomFloats(18, 5, 1.5)), bias: plainTensor([6], randomFloats(6, 6)) },
    ],
    activation,
    ['dense', { kernel: plainTensor([6, 4], randomFloats(24, 7)) }],
    ['dense', { kernel: plainTensor([4, 3], randomFloats(12, 8)) }],
  );

it.each<[string, PlainNetwork]>([
  ['relu', plainDense([3, 7, 3], 2)],
  ['leakyRelu', plainDense([3, 7, 3], 4, 'leakyRelu', { alpha: 0.2 })],
  ['relu6', plainDense([3, 5, 3], 6, 'relu6')],
  ['linear ops around it', scaled(['relu', {}])],
])('is nowhere below the greatest value: %s', (_, network) => {
  for (const [seed, radius] of [
    [1, 0.02],
    [2, 0.3],
    [3, 1],
  ] as const) {
    const box = randomBox(network, seed, radius);
    const spec = marginSpec(seed - 1, 3);
    const bounds = boundOf(network, box, spec);
    for (const [row, bound] of bounds.entries()) {
      const greatest = exactMaximum(network, box, { c: spec.c.subarray(3 * row, 3 * row + 3), d: spec.d });
      expect(bound).toBeGreaterThanOrEqual(greatest - 1e-12);
      expect(bound).toBeLessThan(greatest + 20 * radius);
    }
  }
});

it('serves a row and its negative, and every box of its radii', () => {
  const network = plainDense([4, 6, 3], 9);
  const middle = randomFloats(4, 1);
  const at = (shift: number, radius: number): Enclosure => ({
    lower: Float64Array.from(middle, (x) => x + shift - radius),
    upper: Float64Array.from(middle, (x) => x + shift + radius),
  });
  const bounds = sdpBounds(network, sdpRadii(network, [at(0, 0.125), at(0.5, 0.0625)]));
  const both: PlainSpec = { c: Float64Array.of(1, -1, 0, -1, 1, 0), d: Float64Array.of(0, 0) };
  const [one, other] = bounds(at(0, 0.125), both) as unknown as [number, number];
  const [point, negative] = boundOf(network, at(0, 0), both) as unknown as [number, number];
  expect(one - point).toBeCloseTo(other - negative, 12);
  expect(bounds(at(0.5, 0.0625), both).every(Number.isFinite)).toBe(true);
  expect([...bounds(at(0, 0.126), both)]).toEqual([Number.NaN, Number.NaN]);
});

it('is of the network that it was made of', () => {
  const network = plainDense([2, 4, 2], 3);
  const box = around([0.5, 0.5]);
  const bounds = sdpBounds(network, sdpRadii(network, [box]));
  const before = bounds(box, marginSpec(0, 2));
  for (const { params } of network.nodes)
    (params as { kernel?: { data: Float32Array } }).kernel?.data.fill(9);
  expect(bounds(box, marginSpec(0, 2))).toEqual(before);
});

it('proves nothing of an empty box, or of what is not finite', () => {
  const network = networkOf({ weights: [1, 2], v: [1], radii: [1, 1] });
  const empty = { lower: Float64Array.of(1, 0), upper: Float64Array.of(0, 1) };
  const endless = { lower: Float64Array.of(0, 0), upper: Float64Array.of(Number.POSITIVE_INFINITY, 1) };
  for (const box of [empty, endless, around([Number.NaN, 1])]) expect(boundOf(network, box)[0]).toBeNaN();
  expect(sdpBounds(network, Float64Array.of(1, Number.NaN))(around([1, 1]), output)[0]).toBeNaN();
  for (const weights of [
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [3e38, 3e38],
  ]) {
    const v = weights[1] === 1 ? [1] : [3e38];
    const bound = boundOf(networkOf({ weights, v, radii: [1, 1] }), around([1e300, 1e300]));
    expect(bound[0]).toBeNaN();
  }
});

it('names what is not one hidden layer', () => {
  const box = around([1, 1]);
  const refusal = (network: PlainNetwork) => () => sdpRadii(network, [box]);
  const expected = 'sdpRadii: expected linear ops, one activation with slopes from 0 to 1 and linear ops';
  expect(refusal(plainDense([2, 3, 3, 2], 1))).toThrow(
    `${expected}, one after the other, got dense, relu, dense`,
  );
  expect(refusal(plainDense([2, 3, 2], 1, 'abs'))).toThrow(expected);
  expect(refusal(plainDense([2, 3, 2], 1, 'tanh'))).toThrow(expected);
  expect(refusal(plainDense([2, 3], 1))).toThrow(expected);
  expect(refusal(plainChain([2], ['relu', {}]))).toThrow(expected);
  const skip = plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 2], [1, 0, 0, 1]) }],
    ['relu', {}],
    ['add', {}, [2, 0]],
  );
  expect(refusal(skip)).toThrow(expected);
});

it('refuses sizes that do not fit', () => {
  const network = plainDense([2, 3, 2], 1);
  expect(() => sdpBounds(network, Float64Array.of(1))).toThrow('sdpBounds: expected 2 radii, got 1');
  expect(() => sdpRadii(network, [around([1])])).toThrow('sdpRadii: expected a box of 2 units');
  for (const options of [{ rank: 0 }, { sweeps: 1.5 }, { tolerance: Number.NaN }]) {
    expect(() => sdpBounds(network, Float64Array.of(1, 1), options)).toThrow('sdpBounds: expected a ');
  }
  const wide = plainChain(
    [2 ** 13],
    ['dense', { kernel: plainTensor([2 ** 13, 2 ** 12 + 1], []) }],
    ['relu', {}],
  );
  expect(() => sdpRadii(wide, [])).toThrow(
    'sdpRadii: expected a matrix of at most 2^25 numbers, got 4097 x 8192',
  );
  const bounds = sdpBounds(network, Float64Array.of(1, 1));
  expect(() => bounds(around([1]), marginSpec(0, 2))).toThrow('sdpBounds: expected a box of 2 units');
  expect(() => bounds(around([1, 1]), output)).toThrow('sdpBounds: expected c of 1 x 2 coefficients');
});
