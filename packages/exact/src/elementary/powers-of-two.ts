const lowest = -1074;

/** All that doubles hold, by doubling: exact, which `2 ** n` need not be. */
const powers = (() => {
  const all = new Float64Array(1024 - lowest);
  all[0] = Number.MIN_VALUE;
  for (let i = 1; i < all.length; i++) all[i] = 2 * all[i - 1]!;
  return all;
})();

/**
 * `2^k x`, for `|k| <= 2046`: exact, but for one rounding where the result is below the normal numbers. In two halves, since
 * `2^k` itself may be too large or too small; no number that is halved first comes near the smallest before the end.
 */
export function scaled(x: number, k: number): number {
  const half = Math.trunc(k / 2);
  return x * powers[half - lowest]! * powers[k - half - lowest]!;
}
