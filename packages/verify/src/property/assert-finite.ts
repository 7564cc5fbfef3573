import { fail } from '@ibp/core';
import type { Property } from '@ibp/exact';

/** @throws where a box has an end that is infinite, or ends that are too far apart for float64. */
export function assertFinite(where: string, { boxes }: Property): void {
  for (const [k, { lower, upper }] of boxes.entries()) {
    const at = lower.findIndex((l, i) => !Number.isFinite(upper[i]! - l));
    if (at < 0) continue;
    fail(
      where,
      `expected boxes with finite ends, got [${lower[at]}, ${upper[at]}] at feature ${at} of box ${k}`,
    );
  }
}
