import { drawNumbers } from '@ibp/bounds';
import type { Enclosure } from '@ibp/exact';

/** Points of boxes, and the conjunction that each is to make true. */
export type Start = {
  readonly point: ArrayLike<number>;
  readonly box: Enclosure;
  readonly conjunction: number;
};

/** How far the first and the last step of an ascent go, of the box. */
const [firstStep, lastStep] = [0.25, 0.001];

/** How far step `t` of so many goes. */
export const stepLength = (t: number, steps: number): number =>
  firstStep * (lastStep / firstStep) ** (t / Math.max(1, steps - 1));

/** For each conjunction `count` points of a box: its center, the others uniform at random by the seed and the name. */
export function startsIn(
  box: Enclosure,
  conjunctions: readonly number[],
  count: number,
  { seed, name }: { readonly seed: number; readonly name: string },
): Start[] {
  const n = box.lower.length;
  const draws = drawNumbers({ seed, name, shape: [conjunctions.length, count, n] });
  return conjunctions.flatMap((conjunction, k) =>
    Array.from({ length: count }, (_, j) => {
      const at = (k * count + j) * n;
      const point = box.lower.map((l, i) => l + (j === 0 ? 0.5 : draws[at + i]!) * (box.upper[i]! - l));
      return { point, box, conjunction };
    }),
  );
}
