import fc from 'fast-check';
import { ceilFloat32, floorFloat32, nextFloat32 } from './float32';

it('rounds to the nearest float32 on one side', () => {
  const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(number, (value) => {
      const [down, up] = [floorFloat32(value), ceilFloat32(value)];
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
  expect([floorFloat32(value), ceilFloat32(value)]).toEqual([value, value]);
});

it('leaves 0 by the least float32', () => {
  expect([floorFloat32(-1e-60), ceilFloat32(1e-60)]).toEqual([-(2 ** -149), 2 ** -149]);
});

it('steps across 0 and back', () => {
  const values = [-(2 ** -149), 0, 2 ** -149];
  for (const [from, to] of [values.slice(0, 2), values.slice(1)] as [number, number][]) {
    expect(nextFloat32(from, true) === to).toBe(true); // -0 is 0
    expect(nextFloat32(to, false) === from).toBe(true);
  }
  expect([nextFloat32(1, true), nextFloat32(1, false)]).toEqual([1 + 2 ** -23, 1 - 2 ** -24]);
});
