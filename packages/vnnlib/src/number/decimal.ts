/** The number `digits * 10^-scale`, exactly; `scale >= 0`. Sums and products of decimals are decimals. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

export const decimal = (digits: bigint, scale = 0): Decimal => ({ digits, scale });

export const zero = decimal(0n);
export const one = decimal(1n);

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.digits === 0n) return b;
  if (b.digits === 0n) return a;
  if (a.scale === b.scale) return { digits: a.digits + b.digits, scale: a.scale };
  const [fine, coarse] = a.scale > b.scale ? [a, b] : [b, a];
  return { digits: fine.digits + coarse.digits * powerOfTen(fine.scale - coarse.scale), scale: fine.scale };
}

export const negate = (a: Decimal): Decimal => ({ digits: -a.digits, scale: a.scale });

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

/** How many decimals a number may have before or after its point: sizes are bounded, whatever a file says. */
export const mostDigits = 1200;

const powers: bigint[] = [1n];

/** `10^n`; the first are kept. */
export function powerOfTen(n: number): bigint {
  if (n > 2 * mostDigits) return 10n ** BigInt(n);
  while (powers.length <= n) powers.push(powers.at(-1)! * 10n);
  return powers[n]!;
}

const beyond = 10n ** BigInt(2 * mostDigits);

/** Whether a sum or a product has outgrown what numbers may be. */
export const isTooLong = ({ digits, scale }: Decimal): boolean =>
  scale > 2 * mostDigits || digits > beyond || digits < -beyond;

const literal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * The number that a literal stands for: `-0.5`, `1.`, `.5`, `2e-3`.
 *
 * @returns undefined for what is no number; 'too long' for one of more than {@link mostDigits} decimals.
 */
export function parseDecimal(text: string): Decimal | 'too long' | undefined {
  if (text.length > 2 * mostDigits) return literal.test(text) ? 'too long' : undefined;
  const parts = literal.exec(text);
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = parts;
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(power);
  if (!(Math.abs(Number(power)) <= mostDigits && scale <= mostDigits)) return 'too long';
  const magnitude = BigInt(whole + fraction);
  const digits = sign === '-' ? -magnitude : magnitude;
  return scale >= 0 ? { digits, scale } : { digits: digits * powerOfTen(-scale), scale: 0 };
}
