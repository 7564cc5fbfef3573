import { concreteRules, specValues } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type LoweredNetwork, lowerWith, type Network, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackLoss } from '../losses/loss';

export type Tensors = { readonly [name: string]: tf.Tensor };

/** What an attack evaluates, as a function of tensors: computed op by op, or compiled as one. */
export type EvaluationFunction = (inputs: Tensors) => Tensors;

/** Values and loss of the rows, side by side: `[rows, specs + 1]`. One tensor, as a gradient is of one. */
function valuesAndLoss(network: Network | LoweredNetwork, loss: AttackLoss, inputs: Tensors) {
  const { x, c, d, targets } = inputs;
  const output = trace(lowerWith(network, inputs), x!, concreteRules).at(-1)!;
  const values = specValues({ c: c!, d: d as tf.Tensor2D }, output);
  return tf.concat([values, tf.expandDims(loss(values, targets as tf.Tensor2D), 1)], 1);
}

export const plainFunction =
  (network: Network | LoweredNetwork, loss: AttackLoss): EvaluationFunction =>
  (inputs) =>
    tf.tidy(() => ({ evaluated: valuesAndLoss(network, loss, inputs) }));

/** With the gradient of each row's loss by its input. */
export const gradientFunction =
  (network: Network | LoweredNetwork, loss: AttackLoss): EvaluationFunction =>
  (inputs) =>
    tf.tidy(() => {
      const [rows, specs] = inputs.d!.shape as [number, number];
      const onLoss = tf.concat([tf.zeros([rows, specs]), tf.ones([rows, 1])], 1);
      const of = (x: tf.Tensor) => valuesAndLoss(network, loss, { ...inputs, x });
      const { value, grad } = tf.valueAndGrad(of)(inputs.x!, onLoss);
      return { evaluated: value, gradient: grad };
    });

/** With where a sign step takes each row: by `share` of its `radii`, and into its box; a gradient that is NaN moves nothing. */
export const signStepFunction =
  (network: Network | LoweredNetwork, loss: AttackLoss): EvaluationFunction =>
  (inputs) =>
    tf.tidy(() => {
      const { evaluated, gradient } = gradientFunction(network, loss)(inputs);
      const { x, share, radii, lower, upper } = inputs;
      const moved = tf.add(x!, tf.mul(tf.mul(share!, radii!), tf.sign(gradient!)));
      const within = tf.minimum(tf.maximum(moved, lower!), upper!);
      return { evaluated: evaluated!, next: tf.where(tf.isNaN(gradient!), x!, within) };
    });

/** @throws unless tfjs has gradients, which it has not in Node by itself. */
export function assertGradients(where: string): void {
  if (tf.getGradient('Relu')) return;
  fail(where, "expected tfjs to have gradients, got none; import '@ibp/backend/gradients'");
}
