/** So many parts from one to another, by their places in a list. */
export type Move = { readonly from: number; readonly to: number; readonly count: number };

/**
 * What is moved between those who have so many parts: who has less than half of an equal share, or none, gets up to that of those who
 * have more. Nobody both gives and gets.
 */
export function moves(sizes: readonly number[]): Move[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const even = Math.floor(total / sizes.length);
  // with fewer parts than there are hands some get one
  const aim = Math.max(even, 1);
  const left = [...sizes];
  const found: Move[] = [];
  for (let to = 0; to < sizes.length; to++) {
    if (sizes[to]! >= aim / 2) continue;
    for (let from = 0; from < sizes.length && left[to]! < aim; from++) {
      const count = Math.min(aim - left[to]!, left[from]! - aim);
      if (count <= 0 || sizes[from]! <= aim) continue;
      found.push({ from, to, count });
      left[from]! -= count;
      left[to]! += count;
    }
  }
  return found;
}
