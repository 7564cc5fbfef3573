import { linesOf } from '@ibp/exact';
import { plainDense } from '@ibp/testing';
import { cachedLines } from './cached-lines';

it('gives the lines of an interval, and computes them once', () => {
  const lines = linesOf(plainDense([1, 1, 1], 1, 'tanh').nodes[2]!)!;
  let count = 0;
  const cached = cachedLines((...of) => {
    count += 1;
    return lines(...of);
  });
  expect(cached(-1, 2, {})).toEqual(lines(-1, 2, {}));
  expect(cached(-1, 3, {})).toEqual(lines(-1, 3, {}));
  expect(cached(0, 2, {})).toEqual(lines(0, 2, {}));
  expect(cached(-1, 2, {})).toEqual(lines(-1, 2, {}));
  expect(count).toBe(3);
});
