import { refute } from './refute';

const box = (lower: number[], upper: number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});
const lines = (coefficients: number[], constants: number[], bounds: number[]) => ({
  coefficients: Float64Array.from(coefficients),
  constants: Float64Array.from(constants),
  bounds: Float64Array.from(bounds),
});
const unit = box([-1, -1], [1, 1]);

describe('a conjunction is refuted', () => {
  it('by a row that is below 0', () => {
    const given = lines([0, 0, 0, 0], [5, -0.5], [5, -0.5]);
    expect(refute(unit, given, { index: 0, start: 0, end: 2 })).toMatchObject({ refuted: true, bound: -0.5 });
    expect(refute(unit, given, { index: 0, start: 0, end: 1 }).refuted).toBe(false);
  });

  it('by a row that is below 0, whatever NaN another is', () => {
    for (const [bad, at] of [
      [[Number.NaN, -0.5], 0],
      [[-0.5, Number.NaN], 1],
    ] as const) {
      const given = lines([0, 0, 0, 0], bad.slice(), bad.slice());
      expect([at, refute(unit, given, { index: 0, start: 0, end: 2 }).bound]).toEqual([at, -0.5]);
    }
  });

  it('by rows that no point has together: 3 x0 - 1 and -x0 - 0.2 by 1/4 and 3/4', () => {
    const { refuted, bound, multipliers } = refute(unit, lines([3, 0, -1, 0], [-1, -0.2], [2, 0.8]), {
      ...{ index: 0, start: 0, end: 2 },
    });
    expect(refuted).toBe(true);
    const [a, b] = multipliers;
    expect(a! + b!).toBeCloseTo(1, 12);
    expect(bound).toBeCloseTo(Math.abs(3 * a! - b!) - a! - 0.2 * b!, 6);
  });

  it('by three rows of which no two will do', () => {
    // x0 >= 0.1, x1 >= 0.1 and x0 + x1 <= 0
    const given = lines([1, 0, 0, 1, -1, -1], [-0.1, -0.1, 0], [0.9, 0.9, 2]);
    expect(refute(unit, given, { index: 0, start: 0, end: 3 }).refuted).toBe(true);
  });
});

describe('a conjunction is left open', () => {
  it('where a point is left to it, if only one', () => {
    // x0 >= 0.5 and x0 <= 0.5
    const { refuted, bound } = refute(unit, lines([1, 0, -1, 0], [-0.5, 0.5], [0.5, 1.5]), {
      ...{ index: 0, start: 0, end: 2 },
    });
    expect(refuted).toBe(false);
    expect(bound).toBeGreaterThanOrEqual(0);
  });

  it('where a line is NaN or infinite', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const given = lines([bad, 0, -1, 0], [-1, -5], [bad, bad]);
      expect(refute(unit, given, { index: 0, start: 0, end: 2 }).refuted).toBe(false);
    }
  });
});
