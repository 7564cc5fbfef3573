import { type Decimal, powerOfTen } from './decimal';
import { nextFloat64, partsOf } from './float';

/** The sign of `value - p / q`, `q > 0`, exactly: `value` may be infinite. */
export function compare(value: number, p: bigint, q: bigint): number {
  if (!Number.isFinite(value)) return value;
  const { mantissa, exponent } = partsOf(value);
  const [left, right] =
    exponent >= 0 ? [(mantissa << BigInt(exponent)) * q, p] : [mantissa * q, p << BigInt(-exponent)];
  return left > right ? 1 : left < right ? -1 : 0;
}

/** A float64 near `p / q`, `q > 0`. */
function near(p: bigint, q: bigint): number {
  const quick = Number(p) / Number(q);
  if (Number.isFinite(quick) && (quick !== 0 || p === 0n)) return quick;
  const excess = (length(p < 0n ? -p : p) - length(q)) * 4 - 64;
  const [numerator, denominator] = excess > 0 ? [p, q << BigInt(excess)] : [p << BigInt(-excess), q];
  const half = Math.trunc(excess / 2);
  return Number(numerator / denominator) * 2 ** half * 2 ** (excess - half);
}

const length = (value: bigint): number => value.toString(16).length;

/** The greatest float64 that is not above `p / q`, or the least that is not below it; `q > 0`. May be infinite. */
export function roundRatio(p: bigint, q: bigint, upward: boolean): number {
  const outside = upward ? -1 : 1;
  let value = near(p, q);
  while (compare(value, p, q) * outside > 0) value = nextFloat64(value, upward);
  for (;;) {
    const closer = nextFloat64(value, !upward);
    if (closer === value || compare(closer, p, q) * outside > 0) return value + 0;
    value = closer;
  }
}

/** {@link roundRatio} of a decimal. */
export const roundDecimal = ({ digits, scale }: Decimal, upward: boolean): number =>
  roundRatio(digits, powerOfTen(scale), upward);

/** Whether a float64 is the decimal, exactly. */
export const isFloat = (value: number, { digits, scale }: Decimal): boolean =>
  compare(value, digits, powerOfTen(scale)) === 0;

/** The nearest float64, exact or not. */
export const nearestFloat = ({ digits, scale }: Decimal): number => near(digits, powerOfTen(scale));
