import * as tf from '@tensorflow/tfjs-core';

/**
 * Where Adam (Kingma and Ba 2015) is with several tensors: their values, and the two moments of their gradients as sums, in which
 * a gradient counts in full when it comes: a pass over memory less for each than means take, whose factors are in {@link AdamRates}.
 */
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
  /** Of each value: {@link adamRate}. */
  readonly rate: (i: number) => number | tf.Tensor;
  /** What keeps a division from 0 / 0: {@link adamOffset}. */
  readonly offset: number | tf.Tensor;
};

const [b1, b2] = [0.9, 0.999];

/** The root of the second moment's mean in step `t`, over that of its sum. */
const rootOfMean = (t: number): number => Math.sqrt((1 - b2) / (1 - b2 ** t));

/** What the quotient of the sums is multiplied by in step `t` (from 1), of a learning rate. */
export const adamRate = (rate: number, t: number): number =>
  (rate * (1 - b1)) / (1 - b1 ** t) / rootOfMean(t);

/** What is added to the root of the second sum in step `t` (from 1): the usual 1e-8, beside a mean. */
export const adamOffset = (t: number): number => 1e-8 / rootOfMean(t);

/**
 * The state after a step down the gradients: three new tensors for each of the old.
 *
 * @param project maps each value to where it may be.
 */
export function adamStep(
  state: AdamState,
  gradients: readonly tf.Tensor[],
  { rate, offset }: AdamRates,
  project: (x: tf.Tensor, i: number) => tf.Tensor,
): AdamState {
  return tf.tidy(() => {
    const first = state.first.map((m, i) => tf.add(tf.mul(m, b1), gradients[i]!));
    const second = state.second.map((v, i) => tf.add(tf.mul(v, b2), tf.square(gradients[i]!)));
    const values = state.values.map((x, i) => {
      const root = tf.add(tf.sqrt(second[i]!), offset);
      return project(tf.sub(x, tf.div(tf.mul(first[i]!, rate(i)), root)), i);
    });
    return { values, first, second };
  });
}
