import type { Draw } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/** What a loss on margins may ask of the step. */
export type SpecPoint = { readonly random: Draw };

/**
 * How far a batch is from its specifications, as one number to bring down.
 *
 * @param margins upper bounds of the specifications `[batch, specs]`; below 0 is proved.
 */
export type SpecLoss = (margins: tf.Tensor2D, at: SpecPoint) => tf.Scalar;

/** Which specifications of each example count: `[batch, specs]` to `[batch, fewer]`. */
export type Selection = (margins: tf.Tensor2D, at: SpecPoint) => tf.Tensor2D;

/**
 * Cross-entropy of the worst-case logits, eq. 12 of Gowal et al. 2019: with the label's logit moved to 0 the others
 * are the margins, so it is `log(1 + sum of exp(margin))`, averaged over the batch.
 */
export const crossEntropy =
  (select: Selection = all): SpecLoss =>
  (margins, at) =>
    tf.tidy(() => {
      const chosen = select(margins, at);
      const logits = tf.concat([tf.zeros([chosen.shape[0], 1]), chosen], 1);
      return tf.mean(tf.logSumExp(logits, 1)) as tf.Scalar;
    });

/** `mean of max(margin, -slack)`: no gain in proving a specification by more than the slack. */
export const hinge =
  (select: Selection = all, slack = 10): SpecLoss =>
  (margins, at) =>
    tf.tidy(() => {
      const chosen = select(margins, at);
      const cut = tf.sub(tf.relu(tf.add(chosen, slack)), slack);
      // 0 times the margin: the relu kernel of wasm makes 0, a perfect loss, of some NaN
      return tf.mean(tf.add(cut, tf.mul(chosen, 0))) as tf.Scalar;
    });

/** `mean of log(1 + exp(margin + slack))`: the hinge without its corner. */
export const softplus =
  (select: Selection = all, slack = 10): SpecLoss =>
  (margins, at) =>
    tf.tidy(() => tf.mean(tf.softplus(tf.add(select(margins, at), slack))) as tf.Scalar);

/** Every specification. */
export const all: Selection = (margins) => margins;

/** The one specification of each example that is closest to failing. */
export const mostViolated: Selection = (margins) => tf.max(margins, 1, true) as tf.Tensor2D;
