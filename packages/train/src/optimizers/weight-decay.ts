import { fail } from '@ibp/core';

/** @throws unless it shrinks. */
export function assertWeightDecay(where: string, weightDecay: number): void {
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) {
    fail(where, `expected a weightDecay >= 0, got ${weightDecay}`);
  }
}
