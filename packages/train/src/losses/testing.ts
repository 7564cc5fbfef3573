import { type Draw, seededDraw } from '@ibp/bounds';
import type { Network } from '@ibp/layers';
import { value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import type { Examples, Loss, TrainingPoint } from './loss';

/** A point half-way, whose draws repeat. */
export const pointAt = (more: Partial<TrainingPoint> = {}): TrainingPoint => ({
  step: 0,
  epsilon: 0.05,
  kappa: 0.25,
  random: seededDraw(7) as Draw,
  ...more,
});

/** The first number of the gradient by each kernel and bias, and what central differences give for it. */
export function slopes(net: Network, loss: Loss, at: TrainingPoint, given: Examples) {
  const { grads } = tf.variableGrads(() => loss(net, given, at).loss, Object.values(net.variables));
  return Object.entries(net.variables).flatMap(([name, variable]) => {
    const gradient = grads[variable.name]?.dataSync()[0];
    if (gradient === undefined) return []; // a verifier's, in a loss without one
    const start = variable.dataSync().slice();
    const lossAt = (first: number) =>
      tf.tidy(() => {
        variable.assign(tf.tensor([first, ...start.slice(1)], variable.shape));
        return value(loss(net, given, at).loss);
      });
    const step = 1e-3;
    const expected = (lossAt(start[0]! + step) - lossAt(start[0]! - step)) / (2 * step);
    tf.tidy(() => variable.assign(tf.tensor(start, variable.shape)));
    return [{ name, gradient, expected }];
  });
}
