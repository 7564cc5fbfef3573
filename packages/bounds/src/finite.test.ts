import { indexOfNonFinite } from './finite';

describe('indexOfNonFinite', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('finds the first %s', (odd) => {
    expect(indexOfNonFinite(Float32Array.of(1, -0, odd, 2, odd))).toBe(2);
    expect(indexOfNonFinite([odd])).toBe(0);
  });

  it('finds none among finite values, the largest too', () => {
    expect(indexOfNonFinite([0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE])).toBe(-1);
    expect(indexOfNonFinite([])).toBe(-1);
  });
});
