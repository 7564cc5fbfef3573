import { type Draw, type IntervalBounds, type LinearSpec, seededDraw, specValues } from '@ibp/bounds';
import { apply, conv2d, dense, flatten, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Examples, Loss, TrainingPoint } from './loss';

export const value = (scalar: tf.Tensor): number => scalar.dataSync()[0]!;

/** Three relus deep, smooth but for them. */
export const smallNetwork = (seed = 3): Network =>
  network(
    [4, 4, 1],
    sequential(
      conv2d({ filters: 2, kernelSize: 2 }),
      relu(),
      flatten(),
      dense(6),
      relu(),
      dense(5),
      relu(),
      dense(3),
    ),
    { seed },
  );

export const examples = (): Examples => ({
  x: tf.randomUniform([2, 4, 4, 1], 0.2, 0.8, 'float32', 5),
  labels: [0, 2],
});

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

/** Margins of points of a box: what a bound must not be below. */
export function reachedMargins(
  net: Network,
  spec: LinearSpec,
  box: IntervalBounds,
  count: number,
): tf.Tensor {
  const points = Array.from({ length: count }, (_, i) => {
    const shares = tf.round(tf.randomUniform(box.lower.shape, 0, 1, 'float32', i + 1)); // corners
    return specValues(spec, apply(net, tf.add(box.lower, tf.mul(shares, tf.sub(box.upper, box.lower)))));
  });
  return tf.max(tf.stack(points), 0);
}
