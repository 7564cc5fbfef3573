import { radius, table3, table4 } from './published';

describe('the figures of the paper', () => {
  it('agree where two tables print the same', () => {
    for (const { dataset, epsilon, mip, ibp } of table3) {
      const row = table4.find(
        (other) => other.dataset === dataset && other.epsilon === epsilon && other.method === 'ibp',
      );
      expect(row!.verified).toBe(mip);
      expect(ibp).toBeGreaterThan(mip);
    }
  });

  it('are in the order that theory asks for: test error, PGD, verified', () => {
    for (const { testError, pgd = 100, verified = 100 } of table4) {
      expect(testError).toBeLessThanOrEqual(pgd);
      expect(pgd).toBeLessThanOrEqual(verified);
    }
  });

  it('has radii that are numbers', () => {
    expect(
      table4.map(({ epsilon }) => radius(epsilon)).every((epsilon) => epsilon > 0 && epsilon < 0.5),
    ).toBe(true);
  });
});
