/** An exact number `n * 2^exponent`: what floats, their sums and their products are. */
export type Dyadic = { readonly n: bigint; readonly exponent: number };

export const zero: Dyadic = { n: 0n, exponent: 0 };

/** The exact value of a finite float. */
export function dyadic(x: number): Dyadic {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const n = biased === 0 ? fraction : fraction | (1n << 52n);
  return { n: word >> 63n ? -n : n, exponent: Math.max(biased, 1) - 1075 };
}

/** Both with the lesser exponent. */
function aligned(a: Dyadic, b: Dyadic): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.n << BigInt(a.exponent - exponent), b.n << BigInt(b.exponent - exponent), exponent];
}

export function plus(a: Dyadic, b: Dyadic): Dyadic {
  const [x, y, exponent] = aligned(a, b);
  return { n: x + y, exponent };
}

export const times = (a: Dyadic, b: Dyadic): Dyadic => ({ n: a.n * b.n, exponent: a.exponent + b.exponent });
export const minus = (a: Dyadic, b: Dyadic): Dyadic => plus(a, { ...b, n: -b.n });
export const isAtMost = (a: Dyadic, b: Dyadic): boolean => minus(a, b).n <= 0n;
export const most = (a: Dyadic, b: Dyadic): Dyadic => (isAtMost(a, b) ? b : a);
export const least = (a: Dyadic, b: Dyadic): Dyadic => (isAtMost(a, b) ? a : b);
