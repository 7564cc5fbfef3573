import { maxWindows, type Shape } from '@ibp/core';
import type { BackwardStep } from './backward-step';
import { type Enclosure, magnitudes } from './enclosure';
import { gamma } from './rounding';

/** A max pool with the boxes of what it takes in and of what it gives. */
export type BoundedMax = {
  readonly node: Parameters<typeof maxWindows>[0];
  readonly inputShape: Shape;
  readonly input: Enclosure;
  readonly output: Enclosure;
};

/**
 * A greatest value is at least the unit with the greatest lower bound, and at most the greatest upper bound; it is that
 * unit where no other can exceed it.
 */
export function throughMax(
  { node, inputShape, input, output }: BoundedMax,
  { c, into: [into], terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const { longest, units } = maxWindows(node, inputShape);
  const scratch = new Int32Array(longest);
  const [n, m] = [output.lower.length, input.lower.length];
  const greatest = magnitudes(input);
  for (let i = 0; i < n; i++) {
    const seen = scratch.subarray(0, units(i, scratch));
    const best = seen.reduce((a, b) => (input.lower[b]! > input.lower[a]! ? b : a));
    const alone = seen.every((unit) => unit === best || input.upper[unit]! <= input.lower[best]!);
    for (let s = 0; s < specs; s++) {
      const factor = c[s * n + i]!;
      if (factor === 0) continue;
      if (alone || factor < 0) {
        into![s * m + best]! += factor;
        error[s]! += gamma(terms) * Math.abs(factor) * greatest[best]!;
      } else {
        const worst = factor * output.upper[i]!;
        value[s]! += worst;
        size[s]! += Math.abs(worst);
      }
    }
  }
  sums.terms += n;
}
