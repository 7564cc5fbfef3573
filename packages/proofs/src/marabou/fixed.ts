/** Digits after the point of fixed-point numbers: of files that have ten. */
const places = 30;
const one = 10n ** BigInt(places);

/**
 * The shortest decimal of a float64, in units of 10^-30: of a number with up to 15 digits, the very text of the file.
 *
 * @returns nothing where it is not finite, or has more digits after the point.
 */
export function fixed(value: number): bigint | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!parts) return undefined;
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const shift = places - fraction.length + Number(exponent);
  if (shift < 0 || shift > 400) return undefined;
  const digits = BigInt(`${whole}${fraction}`) * 10n ** BigInt(shift);
  return sign ? -digits : digits;
}

/** A sum of products of three such numbers as one of them, rounded up or down. */
export function rounded(cube: bigint, up: boolean): bigint {
  const unit = one * one;
  const quotient = cube / unit;
  const rest = cube % unit;
  if (rest === 0n) return quotient;
  return up ? quotient + (rest > 0n ? 1n : 0n) : quotient - (rest < 0n ? 1n : 0n);
}

/** 1 as a product of two such numbers. */
export const unitSquare = one * one;
