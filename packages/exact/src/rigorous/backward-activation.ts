import type { BackwardStep } from './backward-step';
import type { Enclosure } from './enclosure';
import type { Lines } from './lines';
import { gamma } from './rounding';

/** Slopes of lines above and below each unit of one activation; NaN, or nothing, leaves the choice to what loses little. */
export type Slopes = {
  readonly above?: ArrayLike<number> | undefined;
  readonly below?: ArrayLike<number> | undefined;
};

const given = (slope: number | undefined) => (Number.isNaN(slope) ? undefined : slope);

/** Each unit of an activation by the line that bounds it over `input`, on the side its coefficient needs. */
export function throughActivation(
  relax: Lines,
  input: Enclosure,
  slopes: Slopes,
  { c, into: [into], terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const n = input.lower.length;
  const relative = gamma(terms);
  for (let i = 0; i < n; i++) {
    // most coefficients are 0 of what one unit of a convolution sees
    let lines: ReturnType<Lines> | undefined;
    for (let s = 0; s < specs; s++) {
      const factor = c[s * n + i]!;
      if (factor === 0) continue;
      lines ??= relax(input.lower[i]!, input.upper[i]!, {
        above: given(slopes.above?.[i]),
        below: given(slopes.below?.[i]),
      });
      const { slope, shift } = factor > 0 ? lines.above : lines.below;
      const coefficient = factor * slope;
      const constant = factor * shift;
      into![s * n + i]! += coefficient;
      value[s]! += constant;
      size[s]! += Math.abs(constant);
      error[s]! += relative * Math.abs(coefficient) * Math.max(-input.lower[i]!, input.upper[i]!);
    }
  }
  sums.terms += n;
}
