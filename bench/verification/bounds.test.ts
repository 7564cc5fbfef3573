import { difference, provedShare } from './bounds';

const image = (worst: number | null) => [...Array(8).fill(-1), worst];

it('counts images all of whose bounds are numbers below 0', () => {
  expect(provedShare([...image(-0.1), ...image(0), ...image(null), ...image(2)])).toBe(0.25);
});

it('finds the greatest difference over what both have, relative to bounds above 1', () => {
  expect(difference([1, -20, 5], [1.5, -10])).toBe(1);
  expect(difference([0.25, 1], [0.5, 1, 7])).toBe(0.25);
});

it('takes a number and none for an infinite difference', () => {
  expect(difference([1, null], [1, null])).toBe(0);
  expect(difference([1, null], [1, 2])).toBe(Number.POSITIVE_INFINITY);
});
