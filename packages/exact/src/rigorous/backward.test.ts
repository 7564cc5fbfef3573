import type { OpName } from '@ibp/core';
import { plainChain, plainTensor, randomFloats } from '@ibp/testing';
import { dyadic, isAtMost } from '../testing/dyadic';
import { exactForward, exactValue } from '../testing/exact-network';
import { exactBackward } from './backward';
import { enclose } from './enclose';
import { rigorousBox } from './enclosure';

/**
 * Weights one way and back whose products nearly cancel: the one coefficient that a backward pass makes of them is off by
 * far more than its own last digits.
 */
function cancelling(seed: number, between: readonly (readonly [OpName, object])[]) {
  const there = randomFloats(6, seed).map((w) => Math.abs(w) + 0.1);
  const back = randomFloats(6, seed + 1);
  back[5] = -there.reduce((sum, w, i) => (i < 5 ? sum + w * back[i]! : sum), 0) / there[5]!;
  const [first, last] = [plainTensor([1, 6], there), plainTensor([6, 1], back)];
  return plainChain([1], ['dense', { kernel: first }], ...between, ['dense', { kernel: last }]);
}

describe.each<[string, (readonly [OpName, object])[]]>([
  ['two linear layers', []],
  ['a stable activation', [['relu', {}]]],
  [
    'a slope that is no power of 2',
    [
      ['affine', { scale: plainTensor([], [-1]), shift: plainTensor([], [0]) }],
      ['leakyRelu', { alpha: 0.3 }],
    ],
  ],
  [
    'a relaxed activation',
    [
      ['affine', { scale: plainTensor([], [1]), shift: plainTensor([], [-0.3]) }],
      ['relu', {}],
    ],
  ],
])('through %s', (_, between) => {
  it('pays for the rounding of coefficients that cancel', () => {
    for (let seed = 1; seed < 40; seed++) {
      const network = cancelling(seed, between as never);
      const box = rigorousBox(new Float32Array([1]), between.length === 2 && seed % 2 ? 1e-9 : 0);
      const enclosures = enclose(network, box);
      for (const sign of [1, -1]) {
        const spec = { c: Float64Array.of(sign), d: Float64Array.of(0) };
        const [bound] = exactBackward(network, enclosures, spec);
        for (const x of [box.lower, box.upper]) {
          const exact = exactValue(spec.c, 0, exactForward(network, x));
          expect(isAtMost(exact, dyadic(bound!))).toBe(true);
          expect(isAtMost(dyadic(bound! - 1e-7), exact)).toBe(true);
        }
      }
    }
  });
});

it('takes a specification of any node, several nodes that share an input, and refuses a negative beta', () => {
  const network = plainChain([2], ['relu', {}], ['subtract', {}, [1, 1]], ['add', {}, [2, 1]]);
  const enclosures = enclose(network, rigorousBox(new Float32Array([0.5, 0.25]), 0.125));
  const spec = { c: Float64Array.of(1, 0, 0, -1), d: Float64Array.of(0, 1) };
  const near = (node: number, expected: number[]) =>
    exactBackward(network, enclosures, spec, { node }).forEach((b, k) => {
      expect(b).toBeCloseTo(expected[k]!, 12);
    });
  near(1, [0.625, 0.875]);
  // x - x is 0 to a backward pass, though intervals lose that
  near(2, [0, 1]);
  near(3, [0.625, 0.875]);
  expect(() => exactBackward(network, enclosures, spec, { betas: [-1] })).toThrow(
    'exactBackward: expected every beta >= 0, got -1',
  );
});

it('pays for coefficients that underflow, where the input is large', () => {
  const powers = [...Array(8).fill(-126), -68];
  const layers = powers.map((power) => ['dense', { kernel: plainTensor([1, 1], [2 ** power]) }] as const);
  const network = plainChain([1], ...layers);
  // 2^-1076 is 0 in float64
  const enclosures = enclose(network, rigorousBox(new Float32Array([2 ** 127]), 0, [0, 2 ** 127]));
  const [bound] = exactBackward(network, enclosures, { c: Float64Array.of(1), d: Float64Array.of(0) });
  expect(bound).toBeGreaterThanOrEqual(2 ** (127 - 1076));
  expect(bound).toBeLessThan(1e-200);
});
