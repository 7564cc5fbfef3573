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
  const { value, grads } = tf.variableGrads(() => {
    inner = freeingTape(loss);
    // the gradient's scope frees all but the loss: what goes with it must be kept by hand
    for (const part of Object.values(inner.parts)) tf.keep(part);
    for (const { mean, variance } of inner.statistics) {
      tf.keep(mean);
      tf.keep(variance);
    }
    return inner.loss;
  }, Object.values(variables));
  const gradients: { [name: string]: tf.Tensor } = {};
  for (const [name, variable] of Object.entries(variables)) {
    const gradient = grads[variable.name];
    if (gradient) gradients[name] = gradient;
  }
  return { value: { ...inner!, loss: value }, gradients };
}

/** Frees what {@link lossAndGradients} gives beside the gradients. */
export function freeLossValue({ loss, parts, statistics }: LossValue): void {
  tf.dispose([loss, ...Object.values(parts)]);
  for (const { mean, variance } of statistics) tf.dispose([mean, variance]);
}

/** What tfjs saves for the backward pass it frees after that: where there is none, we must. */
function freeingTape(loss: () => LossValue): LossValue {
  try {
    return loss();
  } catch (error) {
    for (const { saved } of tf.engine().state.activeTape) tf.dispose(saved);
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
