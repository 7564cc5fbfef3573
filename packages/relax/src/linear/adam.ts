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

/**
 * The state after step `t` (from 1) down the gradients: three new tensors for each of the old.
 *
 * @param project maps each value to where it may be.
 */
export function adamStep(
  state: AdamState,
  gradients: readonly tf.Tensor[],
  t: number,
  rate: (i: number) => number,
  project: (x: tf.Tensor, i: number) => tf.Tensor,
): AdamState {
  const [b1, b2] = [0.9, 0.999];
  return tf.tidy(() => {
    const first = state.first.map((m, i) => tf.add(tf.mul(m, b1), tf.mul(gradients[i]!, 1 - b1)));
    const second = state.second.map((v, i) =>
      tf.add(tf.mul(v, b2), tf.mul(tf.square(gradients[i]!), 1 - b2)),
    );
    const values = state.values.map((x, i) => {
      const root = tf.add(tf.sqrt(tf.div(second[i]!, 1 - b2 ** t)), 1e-8);
      return project(tf.sub(x, tf.div(tf.mul(first[i]!, rate(i) / (1 - b1 ** t)), root)), i);
    });
    return { values, first, second };
  });
}
