import { assertEpsilon } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type BoundMethod, forTraining, ibp, type TracedBound, tracedMethod } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type BoundedLossOptions, boundedLoss } from './bounded-loss';
import type { Loss } from './loss';

/** Options of `crownIbpLoss`. */
export type CrownIbpLossOptions = BoundedLossOptions & {
  /** The tight bound: `crownIbp()` of `@ibp/relax`. */
  readonly bound: BoundMethod;
  /** The radius at which the ramp ends, and with it the mixture. */
  readonly epsilonEnd: number;
  /** The tight bound's share there; 0, IBP alone, unless given. */
  readonly betaEnd?: number;
  /** The cheap bound; IBP unless given. */
  readonly cheap?: BoundMethod;
};

/**
 * CROWN-IBP (Zhang et al. 2020, "Towards Stable and Efficient Training of Verifiably Robust Neural Networks"): eq. 12
 * with `beta * tight + (1 - beta) * cheap` for the bound. beta goes from 1 to its end as epsilon grows, linearly in
 * epsilon as in the authors' code, so that training begins on tight bounds and ends on those it is certified by.
 *
 * @throws when epsilonEnd is not above 0, or betaEnd is no share.
 */
export function crownIbpLoss(options: CrownIbpLossOptions): Loss {
  const { bound, epsilonEnd, betaEnd = 0, cheap = ibp(), ...rest } = options;
  assertEpsilon('crownIbpLoss', epsilonEnd, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  if (epsilonEnd === 0) fail('crownIbpLoss', 'expected epsilonEnd > 0, got 0');
  if (!(betaEnd >= 0 && betaEnd <= 1)) fail('crownIbpLoss', `expected betaEnd from 0 to 1, got ${betaEnd}`);
  return boundedLoss(({ epsilon }) => {
    const slope = (1 - betaEnd) / epsilonEnd;
    if (typeof epsilon !== 'number') {
      return mixedBounds(bound, cheap, tf.maximum(tf.sub(1, tf.mul(epsilon, slope)), 0));
    }
    const beta = Math.max(1 - epsilon * slope, 0);
    return beta === 0 ? cheap : mixedBounds(bound, cheap, beta);
  }, rest);
}

/** `share * a + (1 - share) * b`: between two bounds from above, and so one too. For losses: rounding is not paid for. */
export function mixedBounds(a: BoundMethod, b: BoundMethod, share: number | tf.Tensor): BoundMethod {
  const mixed = (first: tf.Tensor, second: tf.Tensor) =>
    tf.add(tf.mul(first, share), tf.mul(second, tf.sub(1, share))) as tf.Tensor2D;
  const [tight, { traced }] = [forTraining(a), forTraining(b)];
  if (!traced) return (...of) => tf.tidy(() => mixed(tight(...of), forTraining(b)(...of)));
  return tracedMethod((...of): TracedBound => {
    const { margins, values } = traced(...of);
    return { margins: mixed(tight(...of), margins), values };
  });
}
