import { type BoxNode, type BoxTree, boxTreeOf, type Enclosure } from '@ibp/exact';

/**
 * Boxes as the leaves of a tree of cuts of one box. Nothing of them is taken but where they meet.
 *
 * @returns the tree; `gap`: a part that none of them covers; `uncut`: a part that no cut parts its boxes in.
 */
export function boxCuts(
  whole: Enclosure,
  boxes: readonly Enclosure[],
): { readonly tree: BoxTree } | { readonly gap: Enclosure } | { readonly uncut: Enclosure } {
  const nodes: BoxNode[] = [{}];
  type Place = { readonly at: number; readonly part: Enclosure; readonly inside: readonly Enclosure[] };
  const stack: Place[] = [{ at: 0, part: whole, inside: boxes.filter((box) => meets(whole, box)) }];
  for (let place = stack.pop(); place; place = stack.pop()) {
    const { at, part, inside } = place;
    if (inside.some((box) => covers(box, part))) continue;
    if (inside.length === 0) return { gap: part };
    const cut = cutBetween(part, inside);
    if (!cut) return hullCovers(inside, part) ? { uncut: part } : { gap: part };
    const { feature, at: where } = cut;
    const [lower, upper] = [nodes.length, nodes.length + 1];
    nodes[at] = { feature, at: where, lower, upper };
    nodes.push({}, {});
    const half = (end: 'lower' | 'upper'): Enclosure => {
      const own = { lower: part.lower.slice(), upper: part.upper.slice() };
      own[end][feature] = where;
      return own;
    };
    for (const [k, own] of [half('upper'), half('lower')].entries()) {
      stack.push({ at: lower + k, part: own, inside: inside.filter((box) => meets(own, box)) });
    }
  }
  return { tree: boxTreeOf(nodes) };
}

/** Ends of files are rounded: what is less than this share of a feature's width is nothing. */
const little = 1e-6;

/** Whether they have more in common than an end, in each feature that the part has a width in. */
const meets = ({ lower, upper }: Enclosure, box: Enclosure): boolean =>
  lower.every((l, i) => {
    const common = Math.min(upper[i]!, box.upper[i]!) - Math.max(l, box.lower[i]!);
    return l < upper[i]! ? common > little * (upper[i]! - l) : common >= 0;
  });

const covers = (box: Enclosure, { lower, upper }: Enclosure): boolean =>
  lower.every((l, i) => {
    const most = little * (upper[i]! - l);
    return box.lower[i]! - l <= most && upper[i]! - box.upper[i]! <= most;
  });

/** Where no box goes on beyond. */
function cutBetween({ lower, upper }: Enclosure, boxes: readonly Enclosure[]) {
  for (const feature of lower.keys()) {
    const [least, greatest] = [lower[feature]!, upper[feature]!];
    const most = little * (greatest - least);
    const inOrder = boxes.toSorted((a, b) => a.lower[feature]! - b.lower[feature]!);
    let reached = Number.NEGATIVE_INFINITY;
    for (const box of inOrder) {
      const at = box.lower[feature]!;
      if (at > least + most && at < greatest - most && reached - at <= most) return { feature, at };
      reached = Math.max(reached, box.upper[feature]!);
    }
  }
  return undefined;
}

/** Whether there may be a cover: the ends of all reach those of the part. */
const hullCovers = (boxes: readonly Enclosure[], part: Enclosure): boolean =>
  covers(
    {
      lower: part.lower.map((_, i) => boxes.reduce((least, box) => Math.min(least, box.lower[i]!), Infinity)),
      upper: part.upper.map((_, i) => boxes.reduce((most, box) => Math.max(most, box.upper[i]!), -Infinity)),
    },
    part,
  );
