import { shown } from './number';

it('writes a true minus and two digits', () => {
  expect(shown(-1.239)).toBe('−1.24');
  expect(shown(0)).toBe('0.00');
  expect(shown(26.4, 0)).toBe('26');
});

it('does not write 0 for what is not', () => {
  expect(shown(-0.0034)).toBe('−0.003');
  expect(shown(2e-9)).toBe('2e−9');
});

it('writes a dash for what is no number', () => {
  expect([Number.NaN, Number.POSITIVE_INFINITY].map((value) => shown(value))).toEqual(['–', '–']);
});
