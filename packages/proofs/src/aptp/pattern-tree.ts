import type { Pattern } from './read-patterns';

/** The most leaves that an order of splits may make of a file's. */
const most = 100_000;

/**
 * Patterns as the leaves of one tree, each in the order of its splits from the root down. A file has them in any order; those of
 * a tree have its root in common, and so on. Where no unit is in all, one that is in most is split, and those without it go to both sides.
 *
 * @returns the leaves, or signs that no pattern covers.
 */
export function patternTree(
  patterns: readonly Pattern[],
): { readonly leaves: readonly Pattern[] } | { readonly gap: Pattern } | { readonly tooMany: number } {
  const leaves: Pattern[] = [];
  type Place = { readonly path: Pattern; readonly left: readonly Pattern[] };
  const stack: Place[] = [{ path: [], left: patterns }];
  for (let place = stack.pop(); place; place = stack.pop()) {
    const { path, left } = place;
    if (left.length === 0) return { gap: path };
    if (left.some((pattern) => pattern.length === 0)) {
      leaves.push(path);
      if (leaves.length + stack.length > most) return { tooMany: most };
      continue;
    }
    const unit = inMost(left);
    for (const sign of [unit, -unit]) {
      const open = left.filter((pattern) => !pattern.includes(-sign));
      stack.push({
        path: [...path, sign],
        left: open.map((pattern) => pattern.filter((one) => one !== sign)),
      });
    }
  }
  return { leaves };
}

/** The unit that most patterns have a sign of. */
function inMost(patterns: readonly Pattern[]): number {
  const counts = new Map<number, number>();
  for (const pattern of patterns) {
    for (const unit of new Set(pattern.map(Math.abs))) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let best = 0;
  for (const [unit, count] of counts) if (count > (counts.get(best) ?? 0)) best = unit;
  return best;
}
