import { scoreOf } from './score';

it('is the k-th greatest value', () => {
  const values = [-1, 3, 0.5, 2];
  expect(scoreOf(values, 1)).toEqual({ margin: 3, spec: 1 });
  expect(scoreOf(values, 3)).toEqual({ margin: 0.5, spec: 2 });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('is none beside %p', (value) => {
  expect(scoreOf([5, value], 1)).toEqual({ margin: Number.NaN, spec: -1 });
});
