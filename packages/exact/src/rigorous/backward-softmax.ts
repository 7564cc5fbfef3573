import type { BackwardStep } from './backward-step';
import { type Enclosure, magnitudes } from './enclosure';
import { gamma } from './rounding';
import { inMiddle, type Plane, planeAbove, planeBelow } from './softmax-planes';

/** Softmax over rows of `n` logits, with the boxes of what it takes in and of what it gives. */
export type BoundedSoftmax = { readonly n: number; readonly input: Enclosure; readonly output: Enclosure };

/** Each share by the plane on the side that its coefficient needs, or by its box where that is nearer in the middle. */
export function throughSoftmax(
  { n, input, output }: BoundedSoftmax,
  { c, into: [into], terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const units = output.lower.length;
  const greatest = magnitudes(input);
  const relative = gamma(terms);
  const flat = new Float64Array(n);
  for (let i = 0; i < units; i++) {
    const share = { start: i - (i % n), n, own: i % n };
    const nearer = (plane: Plane | undefined, end: number, sign: 1 | -1): Plane =>
      plane && sign * inMiddle(plane, input, share.start) < sign * end ? plane : { slopes: flat, shift: end };
    let [above, below]: (Plane | undefined)[] = [];
    for (let s = 0; s < specs; s++) {
      const factor = c[s * units + i]!;
      if (factor === 0) continue;
      if (factor > 0) above ??= nearer(planeAbove(input, share), output.upper[i]!, 1);
      else below ??= nearer(planeBelow(input, share), output.lower[i]!, -1);
      const { slopes, shift } = (factor > 0 ? above : below)!;
      for (let j = 0; j < n; j++) {
        const coefficient = factor * slopes[j]!;
        into![s * units + share.start + j]! += coefficient;
        error[s]! += relative * Math.abs(coefficient) * greatest[share.start + j]!;
      }
      const constant = factor * shift;
      value[s]! += constant;
      size[s]! += Math.abs(constant);
    }
  }
  sums.terms += units;
}
