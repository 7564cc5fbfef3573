import { assertShape, broadcasts, formatShape, sizeOf } from './shape';

it('checks a shape, null standing for any size', () => {
  expect(() => assertShape('test', [2, 3], [2, 3])).not.toThrow();
  expect(() => assertShape('test', [2, 3], [null, 3])).not.toThrow();
  expect(() => assertShape('test', [2, 4], [null, 3])).toThrow('test: expected shape [*,3], got [2,4]');
  expect(() => assertShape('test', [2], [2, 3])).toThrow('test: expected shape [2,3], got [2]');
  expect(formatShape([])).toBe('[]');
});

it('counts the units of a shape; one number has one', () => {
  expect(sizeOf([2, 3, 4])).toBe(24);
  expect(sizeOf([])).toBe(1);
});

it('knows what broadcasts, aligned at the last axis', () => {
  expect(broadcasts([3], [2, 3])).toBe(true);
  expect(broadcasts([2, 1], [2, 3])).toBe(true);
  expect(broadcasts([2], [2, 3])).toBe(false);
  expect(broadcasts([1, 2, 3], [2, 3])).toBe(false);
});
