/** Digits or bytes of a number, past which it is none that data holds. */
const MOST = 1000;

const smallest = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** A whole number as text, as Python 2 wrote it, `L` and all. */
export function integerOfText(text: string): number | bigint {
  if (text.length > MOST || !/^-?\d+L?$/.test(text)) throw new Error('Expected a whole number');
  return smallest(BigInt(text.replace('L', '')));
}

/** A whole number in two's complement, the lowest byte first. */
export function integerOfBytes(bytes: Uint8Array): number | bigint {
  if (bytes.length > MOST) throw new Error(`Expected a number of at most ${MOST} bytes`);
  let value = 0n;
  for (const byte of bytes.toReversed()) value = value * 256n + BigInt(byte);
  return smallest(BigInt.asIntN(8 * bytes.length, value));
}
