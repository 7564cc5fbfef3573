import type { BackwardStep } from './backward-step';
import { type Enclosure, magnitudes } from './enclosure';
import { gamma, up } from './rounding';

/**
 * Each product `a b` by its tangent plane at a point `(p, q)` in the middle of its box: `a b = q a + p b - p q + (a - p)(b - q)`,
 * the last of which is at most the product of the radii (the mean of McCormick's planes of 1976). Any point is sound.
 */
export function throughProduct(
  boxes: readonly [Enclosure, Enclosure],
  { c, into: [toFirst, toSecond], terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const n = boxes[0].lower.length;
  const [mostOfFirst, mostOfSecond] = boxes.map(magnitudes) as [Float64Array, Float64Array];
  const relative = gamma(terms);
  for (let i = 0; i < n; i++) {
    const [[p, first], [q, second]] = boxes.map(({ lower, upper }) => {
      const middle = (lower[i]! + upper[i]!) / 2;
      return [middle, Math.max(up(upper[i]! - middle), up(middle - lower[i]!))] as const;
    }) as [readonly [number, number], readonly [number, number]];
    const gap = up(first * second);
    for (let s = 0; s < specs; s++) {
      const factor = c[s * n + i]!;
      if (factor === 0) continue;
      const [ofFirst, ofSecond] = [factor * q, factor * p];
      toFirst![s * n + i]! += ofFirst;
      toSecond![s * n + i]! += ofSecond;
      const constant = ofSecond * q;
      const room = up(Math.abs(factor) * gap);
      value[s]! += room - constant;
      size[s]! += 2 * (room + Math.abs(constant));
      error[s]! += relative * (Math.abs(ofFirst) * mostOfFirst[i]! + Math.abs(ofSecond) * mostOfSecond[i]!);
    }
  }
  sums.terms += 2 * n;
}
