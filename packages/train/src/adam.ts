import { fail } from '@ibp/bounds';
import { type Network, trainableVariables } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from './gradients';

export type AdamOptions = { readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number };

/** Adam's moving averages of each gradient and of its square, under the variables' names. */
export type Adam = {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly first: { readonly [name: string]: tf.Variable };
  readonly second: { readonly [name: string]: tf.Variable };
};

/**
 * Adam (Kingma and Ba 2015) with its moments at 0. Not `tf.train.adam`: that one keeps the powers of its betas as running
 * float32 products and restores them with `pow`, so that a resumed run differs from one never stopped.
 */
export function createAdam(network: Network, options: AdamOptions = {}): Adam {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  if (![beta1, beta2].every((b) => b >= 0 && b < 1) || !(epsilon > 0)) {
    fail('createAdam', `expected betas in [0, 1) and epsilon > 0, got ${beta1}, ${beta2} and ${epsilon}`);
  }
  const zeros = (): { [name: string]: tf.Variable } =>
    Object.fromEntries(
      Object.entries(trainableVariables(network)).map(([name, { shape }]) => {
        const initial = tf.zeros(shape);
        const moment = tf.variable(initial, false);
        initial.dispose();
        return [name, moment];
      }),
    );
  return { beta1, beta2, epsilon, first: zeros(), second: zeros() };
}

/** What an update needs of its step; numbers, or scalar tensors where one graph serves all steps. */
export type AdamScalars<S = number> = {
  /** The learning rate with both bias corrections. */
  readonly rate: S;
  /** What is added to the root of the second moment, corrected likewise. */
  readonly epsilon: S;
};

/** The corrections folded into the rate and into epsilon save two passes over every moment. */
export function adamScalars(
  { beta1, beta2, epsilon }: Adam,
  step: number,
  learningRate: number,
): AdamScalars {
  const correction = Math.sqrt(1 - beta2 ** (step + 1));
  return { rate: (learningRate * correction) / (1 - beta1 ** (step + 1)), epsilon: epsilon * correction };
}

/**
 * One update of the network's variables.
 *
 * @param step how many updates came before this one; the bias corrections depend on nothing else.
 * @param scale multiplies the gradients (clipping).
 */
export function adamUpdate(
  adam: Adam,
  network: Network,
  gradients: NamedTensors,
  { step, learningRate, scale = 1 }: { step: number; learningRate: number; scale?: number },
): void {
  applyAdam(adam, network, gradients, { ...adamScalars(adam, step, learningRate), scale });
}

/** {@link adamUpdate} with everything that depends on the step worked out; `scale` 1 leaves the gradients alone. */
export function applyAdam(
  { beta1, beta2, ...adam }: Adam,
  network: Network,
  gradients: NamedTensors,
  { rate, epsilon, scale }: AdamScalars<number | tf.Scalar> & { readonly scale: number | tf.Scalar },
): void {
  tf.tidy(() => {
    for (const [name, raw] of Object.entries(gradients)) {
      const gradient = scale === 1 ? raw : tf.mul(raw, scale);
      const first = adam.first[name]!;
      const second = adam.second[name]!;
      first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
      second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const denominator = tf.add(tf.sqrt(second), epsilon);
      const variable = network.variables[name]!;
      variable.assign(tf.sub(variable, tf.mul(tf.div(first, denominator), rate)));
    }
  });
}

/** Frees the moments. */
export function disposeAdam(adam: Adam): void {
  for (const moment of [...Object.values(adam.first), ...Object.values(adam.second)]) moment.dispose();
}
