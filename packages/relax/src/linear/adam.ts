import * as tf from '@tensorflow/tfjs-core';

/** Where Adam (Kingma and Ba 2015) is with several tensors: their values and the two moments of their gradients. */
export type AdamState = {
  readonly values: tf.Tensor[];
  readonly first: tf.Tensor[];
  readonly second: tf.Tensor[];
};

/** The state before the first step: moments of 0, which the caller frees; `values` are shared. */
export const adamStart = (values: tf.Tensor[]): AdamState => ({
  values,
  first: values.map((x) => tf.zerosLike(x)),
  second: values.map((x) => tf.zerosLike(x)),
});

/** What a step of Adam takes that changes from step to step: numbers, or scalars where it is compiled. */
export type AdamRates = {
  /** Of each value, by what its first moment is off in the early steps: {@link firstCorrected}. */
  readonly rate: (i: number) => number | tf.Tensor;
  /** `1 - 0.999 ** t`: what the second moments are off by in step t. */
  readonly second: number | tf.Tensor;
};

const [b1, b2] = [0.9, 0.999];

/** A learning rate for step `t` (from 1), with what the first moment is off by. */
export const firstCorrected = (rate: number, t: number): number => rate / (1 - b1 ** t);

/** What the second moment of step `t` (from 1) is off by. */
export const secondCorrection = (t: number): number => 1 - b2 ** t;

/**
 * The state after a step down the gradients: three new tensors for each of the old.
 *
 * @param project maps each value to where it may be.
 */
export function adamStep(
  state: AdamState,
  gradients: readonly tf.Tensor[],
  { rate, second: off }: AdamRates,
  project: (x: tf.Tensor, i: number) => tf.Tensor,
): AdamState {
  return tf.tidy(() => {
    const first = state.first.map((m, i) => tf.add(tf.mul(m, b1), tf.mul(gradients[i]!, 1 - b1)));
    const second = state.second.map((v, i) =>
      tf.add(tf.mul(v, b2), tf.mul(tf.square(gradients[i]!), 1 - b2)),
    );
    const values = state.values.map((x, i) => {
      const root = tf.add(tf.sqrt(tf.div(second[i]!, off)), 1e-8);
      return project(tf.sub(x, tf.div(tf.mul(first[i]!, rate(i)), root)), i);
    });
    return { values, first, second };
  });
}
