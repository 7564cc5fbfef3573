import { specValues } from '@ibp/bounds';
import { apply } from '@ibp/layers';
import { attacks } from '../attacks';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy, type SpecLoss } from '../spec-loss';
import { adversarialExample } from './adversarial-example';
import type { Ascent } from './ascend';

/** Options of `adversarialLoss`. */
export type AdversarialLossOptions = {
  /** Seven steps from a random point unless given. */
  readonly attack?: Ascent;
  readonly specLoss?: SpecLoss;
};

/**
 * Adversarial training (Madry et al. 2018, "Towards Deep Learning Models Resistant to Adversarial Attacks"): the loss
 * at the worst point that an attack finds in the ball. With kappa 0 that and nothing else, as they train. It bounds
 * nothing from above: what it trains is robust to attacks and not certified.
 */
export const adversarialLoss = (options: AdversarialLossOptions = {}): Loss => {
  const { attack = attacks.sevenSteps, specLoss = crossEntropy() } = options;
  return robustLoss('unsoundAttack', (context) => {
    const { lowered, spec, ball, at } = context;
    return specLoss(specValues(spec, apply(lowered, adversarialExample(context, ball, attack))), at);
  });
};
