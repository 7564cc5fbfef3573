import type { Ascent } from './adversarial/ascend';

/**
 * The attacks that published methods train with. Steps are shares of half the width of the box, so that each fits any
 * ball.
 *
 * @example
 * ```ts
 * import { adversarialLoss, attacks } from '@ibp/train';
 *
 * const loss = adversarialLoss({ attack: { ...attacks.sevenSteps, steps: 20 } });
 * console.log(typeof loss, attacks.sevenSteps); // function { steps: 7, stepSize: 0.25 }
 * ```
 */
export const attacks = {
  /** Madry et al. 2018 on CIFAR-10: 7 steps of 2/255 in a ball of 8/255. */
  sevenSteps: { steps: 7, stepSize: 0.25 },
  /** SABR (Müller et al. 2023): of half the radius, ten times smaller after 1/2, 4/5 and 9/10 of them. */
  eightSteps: {
    steps: 8,
    stepSize: 0.5,
    decays: [
      [0.5, 0.1],
      [0.8, 0.1],
      [0.9, 0.1],
    ],
  },
  /** TAPS (Mao et al. 2023) in its latent box: of a fifth of the widths, ten times smaller after 7/10 of them. */
  twentySteps: { steps: 20, stepSize: 0.4, decays: [[0.7, 0.1]] },
  /** De Palma et al. 2024: one step that reaches a corner from wherever it starts. */
  toTheCorner: { steps: 1, stepSize: 2 },
} satisfies { readonly [name: string]: Ascent };
