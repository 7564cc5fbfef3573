import { fail } from '@ibp/core';

/** @throws unless `value` is a whole number from `least` to `greatest`. */
export function assertWhole(
  where: string,
  name: string,
  value: number,
  least: number,
  greatest = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= least && value <= greatest) return;
  const range = greatest === Number.MAX_SAFE_INTEGER ? `>= ${least}` : `from ${least} to ${greatest}`;
  fail(where, `expected ${name} to be a whole number ${range}, got ${value}`);
}

/** @throws unless `value` is a finite number above 0. */
export function assertPositive(where: string, name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    fail(where, `expected ${name} to be a finite number above 0, got ${value}`);
  }
}
