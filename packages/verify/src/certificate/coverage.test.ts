import type { Split } from '../rigorous/split';
import { uncovered } from './coverage';

const on = (unit: number, node = 2): Split => ({ node, unit, side: 'active' });
const off = (unit: number, node = 2): Split => ({ node, unit, side: 'inactive' });

it.each<[string, Split[][]]>([
  ['one leaf without splits', [[]]],
  ['both sides', [[on(0)], [off(0)]]],
  [
    'different splits on each side',
    [
      [on(0), on(1)],
      [on(0), off(1)],
      [off(0), on(5, 4)],
      [off(0), off(5, 4)],
    ],
  ],
  ['leaves that overlap', [[on(0)], [off(0)], [on(1)]]],
  ['splits in any order', [[on(1), on(0)], [off(1), on(0)], [off(0)]]],
])('%s cover everything', (_, leaves) => {
  expect(uncovered(leaves)).toBeUndefined();
});

it.each<[string, Split[][], Split[]]>([
  ['no leaves', [], []],
  ['one side', [[on(0)]], [off(0)]],
  [
    'a leaf missing',
    [
      [on(0), on(1)],
      [on(0), off(1)],
      [off(0), on(1)],
    ],
    [off(0), off(1)],
  ],
  ['the same unit of another layer', [[on(0)], [off(0, 4)]], [off(0), on(0, 4)]],
])('%s leave a gap', (_, leaves, gap) => {
  const found = uncovered(leaves) as Split[];
  expect(found).toHaveLength(gap.length);
  expect(found).toEqual(expect.arrayContaining(gap));
});

it('a leaf that contradicts itself covers nothing', () => {
  expect(uncovered([[on(0), off(0)], [on(0)]])).toEqual([off(0)]);
});

it('gives up on lists that are no trees', () => {
  const many = Array.from({ length: 60 }, (_, i) => [on(i), on((i * 7 + 1) % 60), off((i * 11 + 3) % 60)]);
  expect(uncovered(many, { left: 3 })).toBe('too hard');
});
