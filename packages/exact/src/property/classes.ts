import { fail } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import { assertLabel, marginSpec, type PlainSpec, someRows } from '../rigorous/spec';
import { type Property, unsafeRows } from './property';

/**
 * "The class is the label": its logit is above all others, for all inputs of the boxes.
 *
 * @throws when the label is no class.
 */
export const sameClass = (boxes: readonly Enclosure[], label: number, classes: number): Property => ({
  boxes,
  unsafe: unsafeRows(marginSpec(label, classes)),
});

/**
 * "The class is never the target": for all inputs of the boxes another logit is above its own. What is unsafe is one
 * conjunction: the target's logit is at least every other.
 *
 * @throws when the target is no class.
 */
export function neverClass(boxes: readonly Enclosure[], target: number, classes: number): Property {
  const { c, d } = marginSpec(target, classes);
  return { boxes, unsafe: [{ c: c.map((value) => 0 - value), d }] };
}

/** The most conjunctions that {@link topClasses} makes. */
const mostSubsets = 20_000;

/**
 * "The label is among the k greatest": fewer than k other logits are at least its own, for all inputs of the boxes. What is
 * unsafe has a conjunction for every k of the other classes; `k = 1` is {@link sameClass}.
 *
 * @throws when the label is no class, k is not from 1 to the number of other classes, or there are more than 20000 sets of k.
 * @example
 * ```ts
 * import { topClasses } from '@ibp/exact';
 *
 * const box = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
 * console.log(topClasses([box], { label: 0, k: 2, classes: 10 }).unsafe.length); // 36
 * ```
 */
export function topClasses(
  boxes: readonly Enclosure[],
  { label, k, classes }: { readonly label: number; readonly k: number; readonly classes: number },
): Property {
  assertLabel('topClasses', label, classes);
  if (!(Number.isInteger(k) && k >= 1 && k < classes)) {
    fail('topClasses', `expected k from 1 to ${classes - 1}, got ${k}`);
  }
  const margins = marginSpec(label, classes);
  let subsets: readonly (readonly number[])[] = [[]];
  for (let size = 1; size <= k; size++) {
    subsets = subsets.flatMap((subset) => {
      const first = (subset.at(-1) ?? -1) + 1;
      // as many have to be left as are still to come
      const count = Math.max(0, classes - 1 - (k - size) - first);
      return Array.from({ length: count }, (_, i) => [...subset, first + i]);
    });
    if (subsets.length > mostSubsets) {
      fail('topClasses', `expected at most ${mostSubsets} sets of ${k} classes, got more of ${classes - 1}`);
    }
  }
  return { boxes, unsafe: subsets.map((rows): PlainSpec => someRows(margins, rows)) };
}
