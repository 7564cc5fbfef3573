import { fail } from '@ibp/core';
import { ibp } from '@ibp/layers';
import type { Ascent } from '../adversarial/ascend';
import { attacks } from '../attacks';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy, type SpecLoss } from '../spec-loss';
import { shrinkingIbp } from './shrinking-ibp';
import { smallBox } from './small-box';

/** Options of `sabrLoss`. */
export type SabrLossOptions = {
  /** The small box's widths as a share of the ball's; lambda in the paper, called subselection ratio. */
  readonly ratio: number;
  readonly attack?: Ascent;
  /** What unstable relus keep of their upper bound: 0.8 at 2/255 on CIFAR-10. 1, all of it, unless given. */
  readonly shrinking?: number;
  readonly specLoss?: SpecLoss;
};

/**
 * SABR (Müller et al. 2023, "Certified Training: Small Boxes are All You Need"): IBP on a small box around an
 * adversarial example instead of the whole ball. Ratio 1 is IBP, ratio 0 adversarial training. The small box is not
 * the ball, so its loss bounds nothing from above.
 *
 * @throws when the ratio is no share.
 */
export function sabrLoss(options: SabrLossOptions): Loss {
  const { ratio, attack = attacks.eightSteps, shrinking = 1, specLoss = crossEntropy() } = options;
  if (!(ratio >= 0 && ratio <= 1)) fail('sabrLoss', `expected a ratio from 0 to 1, got ${ratio}`);
  const bound = shrinking === 1 ? ibp() : shrinkingIbp(shrinking);
  return robustLoss('unsoundSabr', (context) => {
    const { lowered, spec, at } = context;
    return specLoss(bound(lowered, smallBox(context, attack, ratio), spec), at);
  });
}
