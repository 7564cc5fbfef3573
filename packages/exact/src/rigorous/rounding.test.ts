import fc from 'fast-check';
import { dyadic, isAtMost, minus, plus, times } from '../testing/dyadic';
import { down, gamma, slack, up } from './rounding';

const any = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
const check = (property: fc.IProperty<never> | unknown) =>
  fc.assert(property as fc.IProperty<unknown>, { seed: 1810, numRuns: 500 });

it('up and down leave what an operation rounds on the right side', () => {
  check(
    fc.property(any, any, (a, b) => {
      const sum = plus(dyadic(a), dyadic(b));
      expect(isAtMost(sum, dyadic(up(a + b))) && isAtMost(dyadic(down(a + b)), sum)).toBe(true);
      const scale = a * 2 ** -600; // among the subnormal products too
      const product = times(dyadic(scale), dyadic(b * 2 ** -600));
      const rounded = scale * (b * 2 ** -600);
      expect(isAtMost(product, dyadic(up(rounded))) && isAtMost(dyadic(down(rounded)), product)).toBe(true);
    }),
  );
});

it('up moves every number, and by two units in the last place at most', () => {
  for (const x of [0, 1, -1, 2 ** -1074, -(2 ** -1074), 2 ** -1022, 1 + 2 ** -52, -1e300, 3]) {
    expect(up(x)).toBeGreaterThan(x);
    expect(up(x) - x).toBeLessThanOrEqual(Math.max(Math.abs(x) * 2 ** -51, 2 ** -1074));
    expect(down(x) + up(-x)).toBe(0);
  }
});

it('gamma bounds what sums of products lose', () => {
  check(
    fc.property(
      fc.array(fc.tuple(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), any), { maxLength: 40 }),
      (terms) => {
        const products = terms.map(([a, b]) => [a, b * 1e-290] as const);
        const computed = products.reduce((sum, [a, b]) => sum + a * b, 0);
        const size = products.reduce((sum, [a, b]) => sum + Math.abs(a * b), 0);
        const exact = products.reduce((sum, [a, b]) => plus(sum, times(dyadic(a), dyadic(b))), dyadic(0));
        const error = minus(dyadic(computed), exact);
        const bound = dyadic(gamma(terms.length) * size * slack + 2 ** -1000);
        expect(isAtMost(error, bound) && isAtMost({ ...error, n: -error.n }, bound)).toBe(true);
      },
    ),
  );
});
