import fc from 'fast-check';
import { seededRandom, shuffledIndices } from './random';

const params = { seed: 7, numRuns: 50 };

it('permutes: every index once, whatever the seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.integer(), fc.nat(1000), (count, seed, epoch) => {
      const order = shuffledIndices(count, seed, epoch);
      expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      expect(shuffledIndices(count, seed, epoch)).toEqual(order);
    }),
    params,
  );
});

it('shuffles differently for each seed and epoch', () => {
  const orders = [0, 1, 2, 3].flatMap((seed) =>
    [0, 1, 2, 3].map((epoch) => shuffledIndices(20, seed, epoch).join()),
  );
  expect(new Set(orders).size).toBe(16);
});

it('puts each index at each place about equally often', () => {
  const places = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  for (let epoch = 0; epoch < 5000; epoch++) {
    shuffledIndices(5, 3, epoch).forEach((index, place) => {
      places[index]![place]!++;
    });
  }
  // 1000 expected, standard deviation 28
  for (const count of places.flat()) expect(Math.abs(count - 1000)).toBeLessThan(130);
});

it('draws first numbers that are uniform over neighbouring seeds', () => {
  const firsts = Array.from({ length: 4000 }, (_, step) => seededRandom(1, step, 0)());
  const mean = firsts.reduce((sum, value) => sum + value, 0) / 4000;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  expect(Math.min(...firsts)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...firsts)).toBeLessThan(1);
  expect(new Set(firsts).size).toBeGreaterThan(3990);
});

it('keeps its numbers: a stored seed means the same run in later versions', () => {
  expect(Array.from(shuffledIndices(10, 42, 1))).toMatchInlineSnapshot(`
    [
      8,
      4,
      7,
      9,
      6,
      5,
      3,
      2,
      1,
      0,
    ]
  `);
});
