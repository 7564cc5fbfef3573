import { shortBound } from './short-bounds';

it.each([
  [-5.14159, -5.141],
  [-5.1416, -5.141],
  [-10, -10],
  [-0.00123456, -0.001234],
  [-1.23456e-12, -1.234e-12],
  [-99999.9, -99990],
  [-1e300, -1e300],
])('%p becomes %p, which is no lower', (bound, wanted) => {
  expect(shortBound(bound)).toBe(wanted);
});

it('is below 0 as the bound was, and never lower', () => {
  for (let k = 0; k < 2000; k++) {
    const bound = -(10 ** (-320 + (k * 628) / 2000)) * (1 + ((k * 7919) % 1000) / 1000);
    const short = shortBound(bound);
    expect(short >= bound && short < 0).toBe(true);
    expect(short - bound <= Math.abs(bound) * 1.1e-3).toBe(true);
  }
});
