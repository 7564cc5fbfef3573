import { moves } from './moves';

it('gives an equal share to who has less than half of it', () => {
  expect(moves([16, 0])).toEqual([{ from: 0, to: 1, count: 8 }]);
  expect(moves([10, 6, 2])).toEqual([{ from: 0, to: 2, count: 4 }]);
  expect(moves([0, 0, 9])).toEqual([
    { from: 2, to: 0, count: 3 },
    { from: 2, to: 1, count: 3 },
  ]);
});

it('leaves who has about as much as others, and gives one where there are few', () => {
  expect(moves([8, 5])).toEqual([]);
  expect(moves([1, 0])).toEqual([]);
  expect(moves([0, 2, 0])).toEqual([{ from: 1, to: 0, count: 1 }]);
  expect(moves([0, 0])).toEqual([]);
});

it('keeps every part, whoever has it', () => {
  for (let seed = 1; seed < 300; seed++) {
    const sizes = Array.from(
      { length: 2 + (seed % 5) },
      (_, k) => (seed * (k + 3) * 7919) % (11 + 40 * (k % 2)),
    );
    const after = [...sizes];
    for (const { from, to, count } of moves(sizes)) {
      after[from]! -= count;
      after[to]! += count;
      expect(after[from]! >= 1 && count >= 1).toBe(true);
    }
    const total = (of: number[]) => of.reduce((a, b) => a + b, 0);
    expect(total(after)).toBe(total(sizes));
    expect(Math.max(...after)).toBeLessThanOrEqual(Math.max(...sizes));
    const giving = new Set(moves(sizes).map(({ from }) => from));
    expect(moves(sizes).some(({ to }) => giving.has(to))).toBe(false);
  }
});
