import { type IntervalBounds, intervalRules } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { forTraining, ibp, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Ascent } from '../adversarial/ascend';
import { attacks } from '../attacks';
import type { Loss } from '../loss';
import { type RobustContext, robustLoss } from '../robust-loss';
import { smallBox } from '../small-box/small-box';
import { crossEntropy, type SpecLoss } from '../spec-loss';
import { scaleGradient } from './gradient-link';
import { latentMargins } from './latent-attack';
import { splitNetwork } from './split-network';

/** Options of `tapsLoss` and `stapsLoss`. */
export type TapsLossOptions = {
  /** How many of the network's last relus are attacked instead of bounded; 1 unless given. */
  readonly relus?: number;
  /** Of the latent box. */
  readonly attack?: Ascent;
  /** How far from an end of the latent box, in shares of its width, a point still moves that end; 1/2 unless given. */
  readonly reach?: number;
  /** How many times the gradient of the attack's loss counts against that of the bound's; 5 unless given. */
  readonly gradientScale?: number;
  readonly specLoss?: SpecLoss;
};

/**
 * TAPS (Mao et al. 2023, "Connecting Certified and Adversarial Training"): bounds through the first layers and an
 * attack through the last, in the box that those bounds leave; times the loss on the bounds through all of them. Each of
 * the two is averaged over the batch first, as in the authors' code. The attack makes it a loss that bounds nothing from
 * above.
 *
 * @throws (the loss) when the network has too few relus, or a path around the split.
 */
export const tapsLoss = (options: TapsLossOptions = {}): Loss =>
  robustLoss('unsoundTaps', (context) => tapsTerm(context, context.ball, options));

/** STAPS: as well as {@link TapsLossOptions}, what SABR takes. */
export type StapsLossOptions = TapsLossOptions & {
  /** The small box's widths as a share of the ball's. */
  readonly ratio: number;
  /** Of the input, to find the small box. */
  readonly boxAttack?: Ascent;
};

/**
 * STAPS (Mao et al. 2023): TAPS on the small box of SABR.
 *
 * @throws when the ratio is no share.
 */
export function stapsLoss(options: StapsLossOptions): Loss {
  const { ratio, boxAttack = attacks.eightSteps } = options;
  if (!(ratio >= 0 && ratio <= 1)) fail('stapsLoss', `expected a ratio from 0 to 1, got ${ratio}`);
  return robustLoss('unsoundStaps', (context) =>
    tapsTerm(context, smallBox(context, boxAttack, ratio), options),
  );
}

function tapsTerm(context: RobustContext, box: IntervalBounds, options: TapsLossOptions): tf.Scalar {
  const { lowered, spec, at } = context;
  const { relus = 1, attack = attacks.twentySteps, reach = 0.5, gradientScale = 5 } = options;
  const { specLoss = crossEntropy() } = options;
  const { head, tail } = splitNetwork(lowered, relus);
  const latent = trace(head, box, intervalRules).at(-1)!;
  const attacked = specLoss(latentMargins(tail, latent, spec, at, { attack, reach }), at);
  const bounded = specLoss(forTraining(ibp())(tail, latent, spec), at);
  return tf.mul(scaleGradient(attacked, gradientScale), bounded) as tf.Scalar;
}
