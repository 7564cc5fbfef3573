import type { Pieces } from '@ibp/core';
import fc from 'fast-check';
import { dyadic, isAtMost, plus, times } from '../testing/dyadic';
import { exactly } from '../testing/exact-network';
import { corners, piecewise, rangeOf } from './piecewise';
import { relax } from './relaxation';

const node = (op: string, params = {}) => piecewise({ op, params } as never)!;
const functions: { readonly [name: string]: Pieces } = {
  relu: node('relu'),
  leakyRelu: node('leakyRelu', { alpha: 0.3 }),
  'steep leakyRelu': node('leakyRelu', { alpha: 1.7 }),
  abs: node('abs'),
  relu6: node('relu6'),
};
const end = fc.double({ min: -10, max: 10, noNaN: true });
const slope = fc.option(fc.double({ min: -1, max: 2, noNaN: true }), { nil: undefined });

describe.each(Object.entries(functions))('%s', (_, f) => {
  it('lies between its lines and in its range, exactly, whatever the slopes', () => {
    fc.assert(
      fc.property(end, end, slope, slope, (a, b, above, below) => {
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        const lines = relax(f, lower, upper, { above, below });
        const [least, greatest] = rangeOf(f, lower, upper);
        for (const z of corners(f, lower, upper)) {
          const value = exactly(f, dyadic(z));
          const at = (line: { slope: number; shift: number }) =>
            plus(times(dyadic(line.slope), dyadic(z)), dyadic(line.shift));
          expect(isAtMost(value, at(lines.above)) && isAtMost(at(lines.below), value)).toBe(true);
          expect(isAtMost(dyadic(least), value) && isAtMost(value, dyadic(greatest))).toBe(true);
        }
      }),
      { seed: 1810, numRuns: 150 },
    );
  });
});

it('of relu are the chord and the identity or 0, as in CROWN, and exact where its sign is known', () => {
  const relu = functions.relu!;
  expect(relax(relu, -1, 3).above.slope).toBeCloseTo(0.75, 12);
  expect(relax(relu, -1, 3).above.shift).toBeCloseTo(0.75, 12);
  expect(relax(relu, -1, 3).below).toEqual({ slope: 1, shift: 0 });
  expect(relax(relu, -3, 1).below).toEqual({ slope: 0, shift: 0 });
  expect(relax(relu, 0, 1)).toEqual({ above: { slope: 1, shift: 0 }, below: { slope: 1, shift: 0 } });
  expect(relax(relu, -1, 0)).toEqual({ above: { slope: 0, shift: 0 }, below: { slope: 0, shift: 0 } });
});
