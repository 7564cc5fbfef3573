import { intervalRules, outwardRules, radius } from '@ibp/bounds';
import { type BoundMethod, type Network, trace } from '@ibp/layers';
import { chordSlope, type DualUnit, dualBound, guarded, reluStates } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { BoundedLossOptions } from '../bounded-loss';
import type { Loss } from '../loss';
import { robustLoss } from '../robust-loss';
import { crossEntropy } from '../spec-loss';
import { type VerifierVariables, verifierOf } from './verifier';

/**
 * Predictor-verifier training (Dvijotham et al. 2018, "Training Verified Learners with Learned Verifiers"): eq. 12 with
 * a dual bound whose variables a second network predicts, trained with the first to make the bound tight. Here that
 * network gives, for each relu that may be on or off, the share of its variable that is passed on, from the slope of
 * its chord, the position of its bounds and the sign of its variable; the bounds of what goes into relus are IBP's.
 * Whatever it predicts is a bound: the loss is a certificate as IBP's is.
 *
 * @throws (the loss) when the network was not made by `withVerifier`.
 */
export function learnedDualLoss({ specLoss = crossEntropy() }: BoundedLossOptions = {}): Loss {
  return robustLoss('spec', ({ network, bounded, at }) => specLoss(bounded(learnedDual(network)), at));
}

/** The bound that `learnedDualLoss` trains, with the verifier of a network: to evaluate that network by. */
export const learnedDual = (verified: Network): BoundMethod =>
  guarded('learnedDual', (outward) => (network, input, spec) => {
    const values = trace(network, input, outward ? outwardRules : intervalRules);
    return dualBound(network, spec, {
      boundsOf: (i) => values[i]!,
      variables: (unit) =>
        tf.mul(unit.after, shares(unit, verifierOf(verified, network.nodes[unit.node]!.name))),
      outward,
    });
  });

/** `[batch, specs, ...units]`, from 0 to 1; 1 where the relu is on, 0 where it is off. */
function shares({ bounds, after }: DualUnit, { weights, bias }: VerifierVariables): tf.Tensor {
  const slope = chordSlope(bounds);
  const { lower, upper } = bounds;
  const position = tf.div(tf.add(lower, upper), tf.add(radius(bounds), 1e-3));
  const [one, two, three] = tf.split(weights, 3) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const ofUnit = tf.add(
    tf.add(tf.mul(tf.sub(tf.mul(slope, 2), 1), one), tf.mul(tf.tanh(position), two)),
    bias,
  );
  const predicted = tf.sigmoid(tf.add(tf.expandDims(ofUnit, 1), tf.mul(tf.sign(after), three)));
  const { on, unstable } = reluStates(bounds);
  return tf.add(tf.expandDims(on, 1), tf.mul(tf.expandDims(unstable, 1), predicted));
}
