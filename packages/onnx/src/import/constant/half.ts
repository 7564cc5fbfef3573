/** A float16 from its bits, exactly. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

const word = new DataView(new ArrayBuffer(4));

/** A bfloat16 from its bits: the upper half of a float32. */
export function bfloat16(bits: number): number {
  word.setUint32(0, bits * 2 ** 16);
  return word.getFloat32(0);
}

/** The bits of the float16 next to a number of moderate size; what is below the smallest normal one is 0. */
export function float16Bits(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 2 ** -14)) return 0;
  const exponent = Math.floor(Math.log2(size));
  const fraction = Math.round((size / 2 ** exponent - 1) * 1024);
  return (x < 0 ? 0x8000 : 0) + ((exponent + 15) << 10) + fraction;
}
