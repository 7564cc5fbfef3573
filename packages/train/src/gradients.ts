import { type Network, trainableVariables } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LossValue } from './losses/loss';

/** Tensors under the names of the variables they belong to. */
export type NamedTensors = { readonly [name: string]: tf.Tensor };

/**
 * The value of a loss and its gradient by every trained variable; a variable the loss does not depend on has none.
 * The caller frees both.
 */
export function lossAndGradients(
  network: Network,
  loss: () => LossValue,
): { value: LossValue; gradients: NamedTensors } {
  const variables = trainableVariables(network);
  let inner: LossValue | undefined;
  const differentiate = () =>
    tf.variableGrads(() => {
      inner = loss();
      // the gradient's scope frees all but the loss: what goes with it must be kept by hand
      for (const part of besideLoss(inner)) tf.keep(part);
      return inner.loss;
    }, Object.values(variables));
  const { value, grads } = freeingOnError(differentiate, () => inner && tf.dispose(besideLoss(inner)));
  const gradients: { [name: string]: tf.Tensor } = {};
  for (const [name, variable] of Object.entries(variables)) {
    const gradient = grads[variable.name];
    if (gradient) gradients[name] = gradient;
  }
  return { value: { ...inner!, loss: value }, gradients };
}

/** Frees what {@link lossAndGradients} gives beside the gradients. */
export const freeLossValue = (value: LossValue): void => tf.dispose([value.loss, ...besideLoss(value)]);

const besideLoss = ({ parts, statistics }: LossValue): tf.Tensor[] => [
  ...Object.values(parts),
  ...statistics.flatMap(({ mean, variance }) => [mean, variance]),
];

function freeingOnError<T>(body: () => T, free: () => void): T {
  try {
    return body();
  } catch (error) {
    free();
    throw error;
  }
}

/** The Euclidean norm of all gradients taken as one vector. */
export function globalNorm(gradients: NamedTensors): tf.Scalar {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((g) => tf.sum(tf.square(g)));
    return tf.sqrt(tf.addN(squares)) as tf.Scalar;
  });
}
