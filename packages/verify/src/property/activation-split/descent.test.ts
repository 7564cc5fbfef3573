import { adam, polyak } from './descent';

it('steps of Adam are as long in each number at first, and decay', () => {
  const descent = adam(0.1, 0.5)(3);
  const at = { bound: 1, best: 1 };
  const first = Array.from(descent(Float64Array.of(100, -0.001, 0), at));
  expect(first[0]).toBeCloseTo(0.1, 6);
  expect(first[1]).toBeCloseTo(-0.1, 5);
  expect(first[2]).toBe(0);
  expect(descent(Float64Array.of(100, -0.001, 0), at)[0]).toBeCloseTo(0.05, 6);
});

it('steps of Polyak are in proportion to the gradient, and aim at 0 first', () => {
  const descent = polyak(2);
  // 10 + 3 x + 4 y: 25 is what a step of length 1 takes away
  const [x, y] = descent(Float64Array.of(3, 4), { bound: 10, best: 10 });
  expect(x).toBeCloseTo(1.2, 12);
  expect(y).toBeCloseTo(1.6, 12);
});

it('a direction that goes back on the last is deflected from it', () => {
  const descent = polyak(2);
  descent(Float64Array.of(1, 0), { bound: 1, best: 1 });
  const [back, on] = descent(Float64Array.of(-1, 2), { bound: 1, best: 1 });
  expect(back).toBe(0);
  expect(on).toBe(0.5);
});

it('aims at half as much where two steps find nothing better, and at more where one does', () => {
  const descent = polyak(1);
  const up = Float64Array.of(1);
  const lengths = [8, 9, 9, 9, 9].map((bound) => descent(up, { bound, best: 8 })[0]);
  expect(lengths).toEqual([8, 9, 5, 5, 3]);
  expect(descent(up, { bound: 7, best: 7 })[0]).toBe(2.6);
});

it('takes no step where nothing is finite, or nothing leads down', () => {
  const none = { bound: Number.NaN, best: Number.POSITIVE_INFINITY };
  expect(Array.from(polyak(1)(Float64Array.of(1), none))).toEqual([0]);
  expect(Array.from(polyak(1)(Float64Array.of(0), { bound: 1, best: 1 }))).toEqual([0]);
});

/** Descends `greatest` of planes from a point: the least value that was found. */
const leastBy = (
  descent: typeof polyak,
  planes: readonly (readonly [number, number, number])[],
  steps: number,
) => {
  const next = descent(2);
  let [x, y, best] = [0, 0, Number.POSITIVE_INFINITY];
  for (let t = 0; t < steps; t++) {
    const values = planes.map(([a, b, c]) => a * x + b * y + c);
    const bound = Math.max(...values);
    best = Math.min(best, bound);
    const [a, b] = planes[values.indexOf(bound)]!;
    const [dx, dy] = next(Float64Array.of(a, b), { bound, best });
    [x, y] = [x - dx!, y - dy!];
  }
  return best;
};

it('comes down from beside a kink at once, where Adam goes up first', () => {
  // least at (0, -10), in a narrow valley along y whose walls are steep
  const valley = [
    [50, 1, 2],
    [-50, 1, 2],
    [0, -1, -18],
  ] as const;
  expect(leastBy(polyak, valley, 12)).toBeLessThan(0);
  expect(leastBy(adam(0.1, 0.96), valley, 12)).toBeGreaterThan(0);
});
