import type { Lines } from '@ibp/exact';

/** Intervals that are kept. */
const most = 2 ** 17;

/** Lines that are computed once for an interval, without given slopes: parts share most of theirs, and those of curves take long. */
export function cachedLines(lines: Lines): Lines {
  const known = new Map<number, Map<number, ReturnType<Lines>>>();
  let count = 0;
  return (lower, upper) => {
    const found = known.get(lower)?.get(upper);
    if (found) return found;
    if (count >= most) {
      known.clear();
      count = 0;
    }
    const made = lines(lower, upper, {});
    const from = known.get(lower) ?? new Map<number, ReturnType<Lines>>();
    known.set(lower, from.set(upper, made));
    count += 1;
    return made;
  };
}
