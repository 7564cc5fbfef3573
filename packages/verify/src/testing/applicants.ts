import { type InputRange, ofFeature } from '@ibp/bounds';
import { dense, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { attackStage } from '../cascade/stages/attack';

/** By how much age in years, income, and a code that no one can change raise the score of class 1. */
const weights = [0.1, -0.001, 1];

/** Ages end at 42, the other features nowhere. */
export const range: InputRange = [
  [18, 0, Number.NEGATIVE_INFINITY],
  [42, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
];

/** `0.1 age - 0.001 income + code` against 0, after a relu that changes nothing where features are positive. */
export function scores(): Network {
  const net = network([3], sequential(dense(3), relu(), dense(2)), { seed: 1 });
  const [first, , second] = Object.values(net.variables);
  tf.tidy(() => {
    for (const variable of Object.values(net.variables)) variable.assign(tf.zerosLike(variable));
    first!.assign(tf.eye(3));
    second!.assign(tf.tensor2d(weights.map((w) => [0, w])));
  });
  return net;
}

/** Applicants of class 0. */
export const applicants = (...rows: readonly (readonly [number, number, number])[]) => ({
  x: tf.tensor2d(rows.map((row) => [...row])),
  labels: rows.map(() => 0),
});

/** The corner at which the score is greatest: the best attack there is. */
export const corner = attackStage('corner', async (_, { x, epsilon, range: [least, greatest] }) => {
  const rows = x.arraySync() as number[][];
  const examples = rows.map((row) => {
    const moved = row.map((v, i) => v + Math.sign(weights[i]!) * ofFeature(epsilon, i));
    const clipped = moved.map((v, i) => Math.min(Math.max(v, ofFeature(least, i)), ofFeature(greatest, i)));
    return { witness: Float32Array.from(clipped) };
  });
  return { examples };
});
