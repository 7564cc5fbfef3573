import type { BoundMethod } from '@ibp/layers';
import type { Loss, TrainingPoint } from './loss';
import { robustLoss } from './robust-loss';
import { crossEntropy, type SpecLoss } from './spec-loss';

/** Options of `boundedLoss`, and of the losses made of it. */
export type BoundedLossOptions = {
  /** What is made of the bounds; cross-entropy over all unless given. */
  readonly specLoss?: SpecLoss;
};

/** `certifiedLoss` with a bound that changes while training: a method for each point of it. */
export const boundedLoss = (
  boundAt: (at: TrainingPoint) => BoundMethod,
  { specLoss = crossEntropy() }: BoundedLossOptions = {},
  part = 'spec',
): Loss => robustLoss(part, ({ bounded, at }) => specLoss(bounded(boundAt(at)), at));
