import type { Shape } from '@ibp/bounds';
import { maxWindows } from '../plain/max-windows';
import type { PlainNode } from '../plain/plain-network';
import { type Enclosure, magnitudes } from './enclosure';
import { gamma } from './rounding';
import type { Totals } from './totals';

/**
 * A greatest value is at least the unit with the greatest lower bound, and at most the greatest upper bound; it is that
 * unit where no other can exceed it.
 */
export function throughMax(
  node: Parameters<typeof maxWindows>[0] & PlainNode,
  c: Float64Array,
  inputShape: Shape,
  input: Enclosure,
  output: Enclosure,
  into: Float64Array,
  terms: number,
  sums: Totals,
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
        into[s * m + best]! += factor;
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
