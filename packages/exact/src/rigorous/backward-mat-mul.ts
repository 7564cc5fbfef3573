import { matMulSizes, type Shape } from '@ibp/core';
import type { BackwardStep } from './backward-step';
import { type Enclosure, magnitudes } from './enclosure';
import { gamma, up } from './rounding';

/** The middle of each unit of a box, and how far it may be from there. */
function aroundMiddle({ lower, upper }: Enclosure): readonly [middle: Float64Array, radius: Float64Array] {
  const middle = lower.map((l, i) => (l + upper[i]!) / 2);
  return [middle, middle.map((m, i) => Math.max(up(upper[i]! - m), up(m - lower[i]!)))];
}

/** Each product of the sums by its tangent plane, as `throughProduct` has it, without the products ever being there. */
export function throughMatMul(
  boxes: readonly [Enclosure, Enclosure],
  shapes: readonly Shape[],
  { c, into: [toFirst, toSecond], terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const { count, rows, inner, columns } = matMulSizes(shapes);
  const n = count * rows * columns;
  const [first, second] = [boxes[0].lower.length, boxes[1].lower.length];
  const [mostOfFirst, mostOfSecond] = boxes.map(magnitudes) as [Float64Array, Float64Array];
  const [[p, r], [q, t]] = boxes.map(aroundMiddle) as [
    ReturnType<typeof aroundMiddle>,
    ReturnType<typeof aroundMiddle>,
  ];
  const relative = gamma(terms);
  for (let i = 0; i < n; i++) {
    const left = Math.floor(i / columns) * inner;
    const right = Math.floor(i / (rows * columns)) * inner * columns + (i % columns);
    let [gap, spread] = [0, 0];
    for (let k = 0; k < inner; k++) {
      const [x, y] = [left + k, right + k * columns];
      gap = up(gap + up(r[x]! * t[y]!));
      spread += Math.abs(q[y]!) * mostOfFirst[x]! + Math.abs(p[x]!) * mostOfSecond[y]!;
    }
    for (let s = 0; s < specs; s++) {
      const factor = c[s * n + i]!;
      if (factor === 0) continue;
      const room = up(Math.abs(factor) * gap);
      value[s]! += room;
      size[s]! += 2 * room;
      error[s]! += relative * Math.abs(factor) * spread;
      for (let k = 0; k < inner; k++) {
        const [x, y] = [left + k, right + k * columns];
        const ofSecond = factor * p[x]!;
        toFirst![s * first + x]! += factor * q[y]!;
        toSecond![s * second + y]! += ofSecond;
        const constant = ofSecond * q[y]!;
        value[s]! -= constant;
        size[s]! += 2 * Math.abs(constant);
      }
    }
  }
  sums.terms += (inner + 1) * n;
}
