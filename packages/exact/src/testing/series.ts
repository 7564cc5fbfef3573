import { dyadic } from './dyadic';

/** Real numbers as whole multiples of 2^-bits: enough that what is lost is far below a double's last digit. */
const bits = 320n;
export const one = 1n << bits;

/** A double, exactly: none that is a multiple of less than 2^-320 comes here. */
export function fixed(x: number): bigint {
  const { n, exponent } = dyadic(x);
  const shift = BigInt(exponent) + bits;
  return shift >= 0n ? n << shift : n >> -shift;
}

export const times = (a: bigint, b: bigint): bigint => (a * b) >> bits;
export const over = (a: bigint, b: bigint): bigint => (a << bits) / b;

/** Sums terms until they vanish; `next` makes the term after the nth. */
function sum(first: bigint, next: (term: bigint, n: bigint) => bigint): bigint {
  let [total, term] = [0n, first];
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    total += term;
    term = next(term, n);
  }
  return total;
}

/** By its series where x is small, squared as often as it was halved. */
export function exp(x: bigint): bigint {
  if (x < 0n) return over(one, exp(-x));
  const halvings = 12n;
  const small = x >> halvings;
  let value = sum(one, (term, n) => times(term, small) / n);
  for (let i = 0n; i < halvings; i++) value = times(value, value);
  return value;
}

/** `2 artanh(s)`. */
const twiceArtanh = (s: bigint): bigint => {
  const z = times(s, s);
  let power = 2n * s;
  let total = 0n;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    total += power / n;
    power = times(power, z);
  }
  return total;
};
const ln2 = twiceArtanh(one / 3n);

export function log(x: bigint): bigint {
  let [k, m] = [0n, x];
  for (; 2n * m > 3n * one; k++) m >>= 1n;
  for (; 4n * m < 3n * one; k--) m <<= 1n;
  return k * ln2 + twiceArtanh(over(m - one, m + one));
}

/** By Machin's formula. */
const artan = (n: bigint): bigint =>
  sum(one / n, (term, i) => -((term * (2n * i - 1n)) / (n * n * (2n * i + 1n))));
export const pi = 4n * (4n * artan(5n) - artan(239n));

export function sin(x: bigint): bigint {
  const r = x % (2n * pi);
  const z = times(r, r);
  return sum(r, (term, n) => -times(term, z) / (2n * n * (2n * n + 1n)));
}
export const cos = (x: bigint): bigint => sin(x + pi / 2n);

export function sqrt(x: bigint): bigint {
  let [low, high] = [0n, x > one ? x : one];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (times(middle, middle) > x) high = middle;
    else low = middle;
  }
  return low;
}

/** By the series of all signs, `2 / sqrt(pi) sum of (-1)^n x^(2n+1) / (n! (2n+1))`. */
export function erf(x: bigint): bigint {
  const z = times(x, x);
  let [power, total] = [x, 0n];
  for (let n = 0n; power !== 0n && power !== -1n; n++) {
    total += power / (2n * n + 1n);
    power = -times(power, z) / (n + 1n);
  }
  return over(2n * total, sqrt(pi));
}
