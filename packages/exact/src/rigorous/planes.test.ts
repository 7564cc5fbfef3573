import type { OpName } from '@ibp/core';
import { plainChain, plainDense, plainTensor, randomBox, randomFloats, stream } from '@ibp/testing';
import { dyadic, isAtMost } from '../testing/dyadic';
import { exactForward, exactValue } from '../testing/exact-network';
import { exactBackward } from './backward';
import { enclose } from './enclose';
import { planedOf } from './planes';

const kernel = plainTensor([2, 3], [1, 1, 1, 1, -1, 0]);
const bias = plainTensor([3], [0, 0, 5]);
// relu(x + y) + relu(x - y) - 2 relu(x + 5) + 10 = |y| - x at most: 2 on [-1, 1]^2
const network = plainChain([2], ['dense', { kernel, bias }], ['relu', {}]);
const box = { lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) };
const spec = { c: Float64Array.of(1, 1, -2), d: Float64Array.of(10) };
/** Of both units `x + 1`, which they are nowhere above. */
const planes = { 2: { units: [0, 1], slopes: [1, 0, 1, 0] } };

it('planes in the inputs leave less than lines in what units take in', () => {
  const enclosures = enclose(network, box);
  const line = new Float64Array(2);
  // (x + y + 2) / 2 and (x - y + 2) / 2 come to x + 2
  expect(exactBackward(network, enclosures, spec, { line })[0]).toBeCloseTo(3, 12);
  expect(Array.from(line)).toEqual([-1, 0]);
  expect(exactBackward(network, enclosures, spec, { planes, line })[0]).toBeCloseTo(2, 12);
  expect(Array.from(line)).toEqual([0, 0]);
  const even = { 2: { units: [0, 1], slopes: [0.5, 0.5, 0.5, -0.5] } };
  expect(exactBackward(network, enclosures, spec, { planes: even })[0]).toBeCloseTo(3, 12);
});

it('units of coefficients that are not positive keep their lines', () => {
  const enclosures = enclose(network, box);
  const below = { c: Float64Array.of(-1, -1, 2), d: Float64Array.of(-10) };
  const [kept] = exactBackward(network, enclosures, below, { planes });
  expect(kept).toBeCloseTo(exactBackward(network, enclosures, below)[0]!, 12);
});

const activations: readonly [OpName, object][] = [
  ['relu', {}],
  ['leakyRelu', { alpha: 0.3 }],
  ['abs', {}],
];
it.each(activations)('planes of any slopes are above %s, whatever rounds', (op, params) => {
  for (let seed = 1; seed < 30; seed++) {
    const net = plainDense([4, 6, 1], seed, op as 'relu', params as never);
    const own = randomBox(net, seed, 1, true);
    const units = [0, 2, 3, 5];
    const slopes = Float64Array.from(randomFloats(16, seed + 100), (g) => g * 10 ** ((seed % 5) - 2));
    const c = Float64Array.of(1);
    const enclosures = enclose(net, own);
    const [bound] = exactBackward(
      net,
      enclosures,
      { c, d: new Float64Array(1) },
      {
        planes: { 2: { units, slopes } },
      },
    );
    const next = stream(seed);
    for (let k = 0; k < 40; k++) {
      const x = own.lower.map((l, i) => (k < 16 ? (k >> i) & 1 : next()) * (own.upper[i]! - l) + l);
      const inside = x.map((v, i) => Math.min(own.upper[i]!, Math.max(own.lower[i]!, v)));
      const exact = exactValue(c, 0, exactForward(net, inside));
      expect(isAtMost(exact, dyadic(bound!))).toBe(true);
    }
  }
});

it('a plane that is given is attained: its shift is the least', () => {
  const one = plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 1], [1, 1]), bias: plainTensor([1], [-1]) }],
    ['relu', {}],
  );
  const square = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
  const own = { 2: { units: [0], slopes: [0.25, 0.75] } };
  const row = { c: Float64Array.of(1), d: Float64Array.of(0) };
  // 0.25 x + 0.75 y: 1 at (1, 1), as relu is
  expect(exactBackward(one, enclose(one, square), row, { planes: own })[0]).toBeCloseTo(1, 12);
});

it('nothing is proved with slopes that are missing or no numbers', () => {
  const enclosures = enclose(network, box);
  for (const slopes of [
    [1, 0, 1],
    [Number.NaN, 0, 1, 0],
    [Number.POSITIVE_INFINITY, 0, 1, 0],
  ]) {
    const missing = { 2: { units: [0, 1], slopes } };
    expect(exactBackward(network, enclosures, spec, { planes: missing })).toEqual(
      Float64Array.of(Number.NaN),
    );
  }
});

it('knows what planes may be above', () => {
  const chain = plainChain([2], ['dense', { kernel, bias }], ['relu', {}], ['tanh', {}], ['relu', {}]);
  expect(planedOf(chain, 2)).toMatchObject({ sides: [0, 1], from: 0 });
  expect([0, 1, 3, 4].map((node) => planedOf(chain, node))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
