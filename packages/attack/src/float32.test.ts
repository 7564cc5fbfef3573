import fc from 'fast-check';
import { roundDown, roundUp } from './float32';

it('rounds to the nearest float32 on one side', () => {
  const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(number, (value) => {
      const [down, up] = [roundDown(value), roundUp(value)];
      expect([Math.fround(down), Math.fround(up)]).toEqual([down, up]);
      expect(down <= value && value <= up).toBe(true);
      // nothing lies between them: the mean of neighbours rounds to one of the two
      const middle = Math.fround((down + up) / 2);
      expect(middle === down || middle === up).toBe(true);
    }),
    { seed: 1810, numRuns: 500 },
  );
});

it.each([0, 1, -1, 0.5, 2 ** -149, -(2 ** -149)])('leaves %p, which is a float32', (value) => {
  expect([roundDown(value), roundUp(value)]).toEqual([value, value]);
});

it('leaves 0 by the least float32', () => {
  expect([roundDown(-1e-60), roundUp(1e-60)]).toEqual([-(2 ** -149), 2 ** -149]);
});
