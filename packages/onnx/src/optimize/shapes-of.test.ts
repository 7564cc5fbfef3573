import { createBuilder } from '../graph/builder';
import { shapesOf } from './shapes-of';

it('knows how large slices are, backwards too', () => {
  const b = createBuilder();
  const slice = (start: number, end: number, step: number): string =>
    b.one('Slice', ['x', b.int64([start]), b.int64([end]), b.int64([1]), b.int64([step])]);
  const names = [slice(0, 5, 2), slice(-1, -6, -1), slice(-3, 99, 1), slice(3, 1, 1)];
  const given = [{ name: 'x', dtype: 'float32' as const, shape: [2, 5] }];
  const outputs = names.map((name, i) => ({ name, as: `y${i}`, dtype: 'float32' as const, shape: [2] }));
  const shapeOf = shapesOf(b.finish(given, outputs));
  expect(outputs.map(({ as }) => shapeOf(as)?.[1])).toEqual([3, 5, 3, 0]);
});

it('knows nothing after an op that it does not know', () => {
  const b = createBuilder();
  const y = b.one('Abs', [b.one('NonZero', ['x'])]);
  const value = { dtype: 'float32' as const, shape: [2] };
  const shapeOf = shapesOf(b.finish([{ ...value, name: 'x' }], [{ ...value, name: y, as: 'y' }]));
  expect(shapeOf('y')).toBe(undefined);
});
