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
  ['a tree beside another', [[on(1)], [on(0), on(1)], [on(0), off(1)], [off(0)]]],
  ['leaves that are cut further', [[on(0)], [on(0), on(1)], [off(0)]]],
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
  ['the same unit of another layer', [[on(0)], [off(0, 4)]], [off(0)]],
])('%s leave a gap', (_, leaves, gap) => {
  const found = uncovered(leaves) as Split[];
  expect(found).toHaveLength(gap.length);
  expect(found).toEqual(expect.arrayContaining(gap));
});

it('a leaf that contradicts itself covers nothing', () => {
  expect(uncovered([[on(0), off(0)], [on(0)]])).toEqual([off(0)]);
});

it('splits that are not from the root down are no tree', () => {
  expect(uncovered([[on(1), on(0)], [off(1), on(0)], [off(0)]])).toEqual([on(1), off(0)]);
});

it('takes time in proportion to the splits: a leaf of 100,000, and a tree of 100,000', () => {
  const deep = Array.from({ length: 100_000 }, (_, i) => on(i));
  const start = process.cpuUsage(); // of this process: others may be at work
  expect(uncovered([deep])).toEqual([off(0)]);
  const [depth, leaves] = [16, 2 ** 16];
  const tree = Array.from({ length: leaves }, (_, i) =>
    Array.from({ length: depth }, (_, k) => ((i >> k) % 2 ? on(k) : off(k))),
  );
  expect(uncovered(tree)).toBeUndefined();
  expect(uncovered(tree.slice(1))).toEqual(Array.from({ length: depth }, (_, k) => off(k)));
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(20_000);
});
