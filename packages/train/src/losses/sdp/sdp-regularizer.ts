import { isPerFeature, perFeatureTensor } from '@ibp/bounds';
import { fail, sizeOf } from '@ibp/core';
import { type Network, outputShape } from '@ibp/layers';
import { apart } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingPoint } from '../loss';
import type { Regularizer } from '../regularizers/regularizer';
import { hiddenLayer } from './hidden-layer';
import { multipliersOf, pairsOf } from './multipliers';

/** Options of `sdpRegularizer`. */
export type SdpRegularizerOptions = {
  /** Of power iteration; 20 unless given. */
  readonly steps?: number;
};

/** Rows for the sum of the hidden units `[pairs, 1]` and for the units `[pairs, hidden]`. */
type Hidden = { readonly sum: tf.Tensor; readonly units: tf.Tensor };

/**
 * The regulariser of Raghunathan et al. 2018 ("Certified Defenses against Adversarial Examples", eq. 11), for networks
 * with one hidden layer of relus: how far the difference of two logits may rise from the middle of a ball, for a ball of
 * radius 1 (or of the point's `scale`), summed over all pairs `i != j` of classes; epsilon is part of its weight. In the
 * dual of the semidefinite program any multipliers `g` bound it by `1/4 sigma sum of g`, `sigma` the greatest singular
 * value of `diag(g)^-1/2 B diag(g)^-1/2`, with `B` as in `sdpBounds` of `@ibp/exact`. Scaled so that `sigma` is 1 they are
 * `lambda + c` of the paper's dual, `D max(lambda_max(M - diag(c)), 0) + sum of max(c, 0)`, and the least values are the
 * same. The multipliers are trained with the network; `sigma` is found by power iteration, and its gradient is that of
 * `u' S v` for the vectors found.
 *
 * An estimate, from below: what it trained is certified by `sdp()` of `@ibp/verify`.
 *
 * @throws when steps are no whole number above 0; (the regulariser) when the network was not made by `withMultipliers`,
 * or has more than one hidden layer.
 */
export function sdpRegularizer({ steps = 20 }: SdpRegularizerOptions = {}): Regularizer {
  if (!(Number.isInteger(steps) && steps > 0)) {
    fail('sdpRegularizer', `expected a whole number of steps above 0, got ${steps}`);
  }
  return ({ network, lowered, at }) => {
    const logs = multipliersOf(network);
    const { map, transposed, pulled } = hiddenLayer('sdpRegularizer', lowered());
    const v = pulled(differences(outputShape(network)[0]!));
    const radii = radiiOf(network, at);
    const [ofInputs, ofSum, ofUnits] = [logs.inputs, logs.sum, logs.hidden].map((log) =>
      tf.exp(tf.mul(log, -0.5)),
    );
    /** What is on the hidden side of `S`, carried to the inputs. */
    const toInputs = ({ sum, units }: Hidden): tf.Tensor => {
      const both = tf.add(tf.mul(units, ofUnits!), tf.mul(sum, ofSum!));
      return tf.mul(tf.mul(transposed(tf.mul(v, both)), radii), ofInputs!);
    };
    const toHidden = (inputs: tf.Tensor): Hidden => {
      const units = tf.mul(v, map(tf.mul(tf.mul(inputs, ofInputs!), radii)));
      return { sum: tf.mul(tf.sum(units, 1, true), ofSum!), units: tf.mul(units, ofUnits!) };
    };
    const [left, sum, units] = apart((): tf.Tensor[] => {
      let inputs = normalized([at.random('sdp', [v.shape[0]!, sizeOf(network.inputShape)], 'gaussian')])[0]!;
      let right: tf.Tensor[] = [];
      for (let step = 0; step < steps; step++) {
        const hidden = toHidden(inputs);
        right = normalized([hidden.sum, hidden.units]);
        inputs = normalized([toInputs({ sum: right[0]!, units: right[1]! })])[0]!;
      }
      return [inputs, ...right];
    }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const sigma = tf.sum(tf.mul(left, toInputs({ sum, units })), 1);
    const total = tf.addN([logs.inputs, logs.sum, logs.hidden].map((log) => tf.sum(tf.exp(log), 1)));
    // a pair and the same the other way round have the same bound: 2 / 4
    return tf.mul(tf.sum(tf.mul(sigma, total)), 0.5) as tf.Scalar;
  };
}

/** `z[i] - z[j]` of every pair of classes, `[pairs, classes]`. */
const differences = (classes: number): tf.Tensor =>
  tf.tensor2d(
    pairsOf(classes).map(([i, j]) =>
      Array.from({ length: classes }, (_, k) => Number(k === i) - Number(k === j)),
    ),
  );

function radiiOf({ inputShape }: Network, { scale = 1 }: TrainingPoint): number | tf.Tensor {
  return isPerFeature(scale) ? tf.reshape(perFeatureTensor(scale, [...inputShape]), [1, -1]) : scale;
}

/** Rows of several parts as one of norm 1. */
function normalized(parts: readonly tf.Tensor[]): tf.Tensor[] {
  const squares = tf.addN(parts.map((part) => tf.sum(tf.square(part), 1, true)));
  const norm = tf.maximum(tf.sqrt(squares), 1e-30);
  return parts.map((part) => tf.div(part, norm));
}
