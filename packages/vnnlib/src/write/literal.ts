import { type Decimal, decimal, powerOfTen } from '../number/decimal';
import { partsOf } from '../number/float';
import { roundDecimal } from '../number/round';

/** Digits without an exponent, which version 2.0 has none of. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return `${sign}${text.slice(0, text.length - scale)}.${(scale > 0 && fraction) || '0'}`;
}

/** A finite float64 with all its digits. */
export function exactDecimal(value: number): Decimal {
  const { mantissa, exponent } = partsOf(value);
  if (exponent >= 0) return decimal(mantissa << BigInt(exponent));
  // m / 2^k = m 5^k / 10^k
  return decimal(mantissa * 5n ** BigInt(-exponent), -exponent);
}

/**
 * A short decimal that is not above the number (or not below it), and that is read as this number again: by readers that round
 * the other way and by those that round to nearest. Its distance from the number is half the spacing of float64 at most.
 */
export function shortDecimal(value: number, side: 'below' | 'above'): Decimal {
  const exact = exactDecimal(value);
  for (let digits = 1; digits <= 17; digits++) {
    const short = cutTo(exact, digits, side);
    if (roundDecimal(short, side === 'below') === value && Number(decimalText(short)) === value) return short;
  }
  return exact;
}

/** The number of so many digits that is next to a decimal, on one side. */
function cutTo(exact: Decimal, digits: number, side: 'below' | 'above'): Decimal {
  const length = (exact.digits < 0n ? -exact.digits : exact.digits).toString().length;
  if (length <= digits) return exact;
  const unit = powerOfTen(length - digits);
  let whole = exact.digits / unit;
  const rest = exact.digits % unit;
  if (side === 'below' && rest < 0n) whole -= 1n;
  if (side === 'above' && rest > 0n) whole += 1n;
  return decimal(whole * unit, exact.scale);
}
