const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The float64 next to one, above or below it; the greatest is followed by infinity. */
export function nextFloat64(value: number, upward: boolean): number {
  if (value === 0) return upward ? Number.MIN_VALUE : -Number.MIN_VALUE;
  if (value === (upward ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)) return value;
  float[0] = value;
  bits[0] = bits[0]! + (upward === value > 0 ? 1n : -1n);
  return float[0]!;
}

/** A finite float64 as `mantissa * 2^exponent`, exactly. */
export function partsOf(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  float[0] = value;
  const [high, fraction] = [Number((bits[0]! >> 52n) & 0x7ffn), bits[0]! & 0xfffffffffffffn];
  const magnitude = high === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(high, 1) - 1075 };
}
