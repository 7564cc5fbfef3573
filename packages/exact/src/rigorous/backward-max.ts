import { maxWindows, type Shape } from '@ibp/core';
import type { BackwardStep } from './backward-step';
import { type Enclosure, magnitudes } from './enclosure';
import { down, gamma, up } from './rounding';

/** A max pool with the boxes of what it takes in and of what it gives. */
export type BoundedMax = {
  readonly node: Parameters<typeof maxWindows>[0];
  readonly inputShape: Shape;
  readonly input: Enclosure;
  readonly output: Enclosure;
};

/** `slopes[k] x_k` summed over the units of a window, and a constant. */
type Plane = { readonly slopes: readonly number[]; readonly shift: number };

/**
 * The plane over `max(x)` of slopes `w` from 0 to 1 that holds at every corner where it may touch: the greatest unit at its
 * upper end and all others at their lower ends. Its constant is the greatest `u_i - w_i (u_i - l_i)`, less `w . l`.
 *
 * In the middle of the box it is lowest where `w_i = relu(u_i - t) / (u_i - l_i)`, for any level `t` from the third greatest
 * upper end, and from the greatest lower end, to the second: of these, the one whose slopes sum up to 1, or nearly, follows units
 * that move together.
 */
function planeAbove({ lower, upper }: Enclosure, seen: Int32Array, best: number): Plane {
  const [first, second, third] = [...seen].sort((i, j) => upper[j]! - upper[i]!) as [number, number, number?];
  const width = (i: number) => Math.max(upper[i]! - lower[i]!, Number.MIN_VALUE);
  const [r, q] = [width(first), width(second)];
  const level = (upper[first]! * q + upper[second]! * r - r * q) / (r + q);
  const least = Math.max(lower[best]!, third === undefined ? Number.NEGATIVE_INFINITY : upper[third]!);
  const t = Math.min(Math.max(level, least), upper[second]!);
  const slopes = Array.from(seen, (i) => Math.min(Math.max((upper[i]! - t) / width(i), 0), 1) || 0);
  const corners = slopes.map((w, k) => {
    const [l, u] = [lower[seen[k]!]!, upper[seen[k]!]!];
    return up(u - down(w * down(u - l)));
  });
  const below = slopes.reduce((sum, w, k) => down(sum + down(w * lower[seen[k]!]!)), 0);
  return { slopes, shift: up(Math.max(...corners) - below) };
}

/**
 * A greatest value is at least the unit with the greatest lower bound, and at most {@link planeAbove}; it is that unit where no
 * other can exceed it.
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
  const relative = gamma(terms);
  for (let i = 0; i < n; i++) {
    const seen = scratch.subarray(0, units(i, scratch));
    const best = seen.reduce((a, b) => (input.lower[b]! > input.lower[a]! ? b : a));
    const alone = seen.every((unit) => unit === best || input.upper[unit]! <= input.lower[best]!);
    let above: Plane | undefined;
    for (let s = 0; s < specs; s++) {
      const factor = c[s * n + i]!;
      if (factor === 0) continue;
      if (alone || factor < 0) {
        into![s * m + best]! += factor;
        error[s]! += relative * Math.abs(factor) * greatest[best]!;
        continue;
      }
      above ??= planeAbove(input, seen, best);
      for (const [k, unit] of seen.entries()) {
        const coefficient = factor * above.slopes[k]!;
        into![s * m + unit]! += coefficient;
        error[s]! += relative * Math.abs(coefficient) * greatest[unit]!;
      }
      const constant = factor * above.shift;
      value[s]! += constant;
      size[s]! += Math.abs(constant);
    }
  }
  sums.terms += n;
}
