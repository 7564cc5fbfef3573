import { stream, times } from '@ibp/testing';
import { fallOf, greatestWhere, planeOverBox } from './half-space';

const plane = (bound: number, ...slopes: number[]) => ({ bound, slopes: Float64Array.from(slopes) });

it('is the greatest value of a row where another is not below 0, by hand', () => {
  // s + t where -0.5 - s >= 0, both from -1 to 1
  expect(greatestWhere(plane(2, 1, 1), plane(0.5, -1, 0), 2)).toBeCloseTo(0.5, 12);
  // s + 2 t where -1 - s - t >= 0: at (-1, 0)
  expect(greatestWhere(plane(3, 1, 2), plane(1, -1, -1), 3)).toBeCloseTo(-1, 12);
});

it('has slopes in halves of widths', () => {
  const box = { lower: Float64Array.of(0, -1), upper: Float64Array.of(4, 0) };
  const { bound, slopes } = planeOverBox(7, [3, -2], box);
  expect([bound, ...slopes]).toEqual([7, 6, -1]);
  expect(fallOf({ bound, slopes })).toBe(7);
});

it.each([
  ['both rise together', plane(2, 1, 1), plane(0.5, 1, 2)],
  ['the other is nowhere below 0', plane(2, 1, 1), plane(5, -1, -1)],
  ['a bound is not a number', plane(Number.NaN, 1), plane(0.5, -1)],
  ['the other has none', plane(1, 1), plane(Number.NaN, -1)],
  ['a slope is infinite', plane(1, Number.POSITIVE_INFINITY), plane(0.5, -1)],
])('gives what is known where %s', (_, row, half) => {
  expect(greatestWhere(row, half, 1.5)).toBe(1.5);
});

/** The same by steps through all kinks. */
function byKinks(row: ReturnType<typeof plane>, half: ReturnType<typeof plane>): number {
  const both = [...row.slopes].flatMap((s, i) => {
    const t = half.slopes[i]!;
    return s * t < 0 ? [[Math.abs(s), Math.abs(t)] as const] : [];
  });
  const at = (mu: number) =>
    row.bound + mu * half.bound - 2 * both.reduce((sum, [s, t]) => sum + Math.min(s, mu * t), 0);
  return [0, ...both.map(([s, t]) => s / t)].map(at).reduce((a, b) => Math.min(a, b));
}

it('no point where the other is not below 0 has a greater value, and hardly one a less one', () => {
  const next = stream(5);
  let gained = 0;
  for (let k = 0; k < 200 * times; k++) {
    const n = 1 + Math.floor(12 * next());
    const random = () => {
      const slopes = Float64Array.from({ length: n }, () => (next() - 0.5) * next());
      return { bound: (2 * next() - 0.5) * fallOf({ bound: 0, slopes }), slopes };
    };
    const row = random();
    const free = random();
    const half = { ...free, bound: Math.abs(free.bound) };
    const found = greatestWhere(row, half, row.bound);
    const least = byKinks(row, half);
    expect(found).toBeGreaterThanOrEqual(least - 1e-12);
    expect(found).toBeLessThanOrEqual(row.bound);
    expect(found - least).toBeLessThanOrEqual(0.03 * (row.bound - least) + 1e-9);
    gained += row.bound - found;
    for (let j = 0; j < 30; j++) {
      const t = Array.from({ length: n }, () => (j % 2 ? 2 * next() - 1 : next() < 0.5 ? -1 : 1));
      const value = ({ bound, slopes }: typeof row) =>
        slopes.reduce((sum, s, i) => sum + s * t[i]! - Math.abs(s), bound);
      if (value(half) >= 0) expect(value(row)).toBeLessThanOrEqual(found + 1e-12);
    }
  }
  expect(gained).toBeGreaterThan(5);
});
