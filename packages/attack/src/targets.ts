import { fail } from '@ibp/core';
import { assertWhole } from './assert';

/** The target of a run that is after any specification. */
export const ANY = -1;

/**
 * Which specifications the runs of an example are after, one run each: indices, or {@link ANY}.
 *
 * @param margins the values of the example's specifications at the example itself.
 */
export type Targets = (margins: ArrayLike<number>, example: number) => readonly number[];

/** One run, after whichever specification is nearest to being violated. */
export const untargeted = (): Targets => () => [ANY];

/**
 * A run for every specification, the most promising first (the greatest value at the example itself).
 *
 * @param options.most only so many of them: for 1,000 classes, a few do nearly all.
 */
export function multiTargeted(options: { readonly most?: number } = {}): Targets {
  const { most = Number.POSITIVE_INFINITY } = options;
  if (most !== Number.POSITIVE_INFINITY) assertWhole('multiTargeted', 'most', most, 1);
  return (margins) =>
    Array.from(margins, (_, i) => i)
      .sort((a, b) => margins[b]! - margins[a]! || a - b)
      .slice(0, most);
}

/**
 * One run for each example, after the specification named.
 *
 * @param specs an index into the specifications for each example.
 */
export const targeted =
  (specs: ArrayLike<number>): Targets =>
  (margins, example) => {
    const spec = specs[example];
    if (!(Number.isInteger(spec) && spec! >= 0 && spec! < margins.length)) {
      fail(
        'targeted',
        `expected a specification from 0 to ${margins.length - 1} for example ${example}, got ${spec}`,
      );
    }
    return [spec!];
  };
