import { median } from './median';

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1], 5],
    [[5, 1, 100], 5],
    [[4, 1, 2, 100], 3],
  ])('of %j is %d', (figures, expected) => {
    expect(median(figures)).toBe(expected);
  });
});
