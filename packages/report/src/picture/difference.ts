/** How far features were moved: with their signs, and the most of all. */
export type Difference = { readonly values: Float64Array; readonly most: number };

/** `to - from`, feature by feature. */
export function differenceOf(from: ArrayLike<number>, to: ArrayLike<number>): Difference {
  const values = Float64Array.from(from, (value, i) => to[i]! - value);
  return { values, most: values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) };
}
