import { type DrawKey, drawNumbers, seededDraw } from './draw';

const draw = (more: Partial<DrawKey>) => drawNumbers({ seed: 1, name: 'start', shape: [200, 200], ...more });

/** The share of the numbers that is at most `limit`. */
const share = (numbers: Float32Array, limit: number) =>
  numbers.filter((number) => number <= limit).length / numbers.length;

describe('drawNumbers', () => {
  // shares known of each distribution; a share of 40,000 has a standard deviation of at most 0.0025
  it.each([
    ['uniform', 0.1, 0.1],
    ['uniform', 0.75, 0.75],
    ['gaussian', -1, 0.1587],
    ['gaussian', 0, 0.5],
    ['gaussian', 2, 0.9772],
    ['cauchy', -1, 0.25],
    ['cauchy', 0, 0.5],
    ['cauchy', 6.3138, 0.95],
    ['sign', -1, 0.5],
  ] as const)('draws from the %s distribution: P(x <= %d) is %d', (distribution, limit, expected) => {
    expect(Math.abs(share(draw({ distribution }), limit) - expected)).toBeLessThan(0.01);
  });

  it('gives finite numbers in the range of the distribution', () => {
    expect(draw({}).every((x) => x >= 0 && x < 1)).toBe(true);
    expect(new Set(draw({ distribution: 'sign' }))).toEqual(new Set([-1, 1]));
    for (const distribution of ['gaussian', 'cauchy'] as const) {
      expect(draw({ distribution }).every(Number.isFinite)).toBe(true);
    }
  });

  it('depends on the seed and the name, and on nothing else', () => {
    const first = draw({});
    expect(draw({})).toEqual(first);
    const sums = [first, ...[2, 3, -1, 2 ** 32 + 1].map((seed) => draw({ seed })), draw({ name: 'stars' })];
    // uncorrelated: the mean of products is that of independent numbers
    for (const [i, a] of sums.entries()) {
      for (const b of sums.slice(0, i)) {
        const mean = a.reduce((sum, x, j) => sum + (x - 0.5) * (b[j]! - 0.5), 0) / a.length;
        expect(Math.abs(mean)).toBeLessThan(0.002);
      }
    }
  });

  it('gives other numbers first, too, for nearby seeds', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => draw({ seed, shape: [1] })[0]!);
    expect(Math.abs(firsts.reduce((a, b) => a + b) / 2000 - 0.5)).toBeLessThan(0.03);
    expect(new Set(firsts).size).toBeGreaterThan(1990);
  });

  it('refuses a distribution it does not know', () => {
    expect(() => draw({ distribution: 'normal' as never })).toThrow(
      'draw: expected one of uniform, gaussian, cauchy, sign, got "normal"',
    );
  });
});

it('makes a tensor of the numbers', () => {
  const tensor = seededDraw(5)('noise', [2, 3], 'gaussian');
  expect(tensor.shape).toEqual([2, 3]);
  expect([...tensor.dataSync()]).toEqual([
    ...drawNumbers({ seed: 5, name: 'noise', shape: [2, 3], distribution: 'gaussian' }),
  ]);
});
