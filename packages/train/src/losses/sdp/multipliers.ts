import { fail, sizeOf } from '@ibp/core';
import { type Network, outputShape } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { ownVariable } from '../own-variable';

/** Logarithms of the multipliers of each pair of classes, `[pairs, units]`; `[pairs, 1]` for the sum of the hidden units. */
export type MultiplierVariables = {
  readonly inputs: tf.Tensor;
  readonly sum: tf.Tensor;
  readonly hidden: tf.Tensor;
};

const nameOf = (part: keyof MultiplierVariables): string => `multipliers/${part}`;

/** Every pair of classes, the first below the second. */
export const pairsOf = (classes: number): [number, number][] =>
  Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes - 1 - i }, (_, k): [number, number] => [i, i + 1 + k]),
  ).flat();

/**
 * The network with multipliers beside it for `sdpRegularizer` (Raghunathan et al. 2018): variables that training changes,
 * saves and restores with the network's own, and that nothing else reads. They are the network's: `disposeNetwork` frees
 * them.
 *
 * @throws when the network has not one relu and an output of `[classes]`, or has multipliers already.
 */
export function withMultipliers(network: Network): Network {
  const relus = network.nodes.filter(({ op }) => op === 'relu');
  if (relus.length !== 1) fail('withMultipliers', `expected a network with one relu, got ${relus.length}`);
  const shape = outputShape(network);
  if (shape.length !== 1 || shape[0]! < 2) {
    fail('withMultipliers', `expected an output of two classes at least, got [${shape}]`);
  }
  if (network.variables[nameOf('inputs')]) {
    fail('withMultipliers', 'expected a network without multipliers, got one with them');
  }
  const pairs = pairsOf(shape[0]!).length;
  const sizes = { inputs: sizeOf(network.inputShape), sum: 1, hidden: sizeOf(relus[0]!.shape) };
  const made = Object.entries(sizes).map(([part, size]) => [
    nameOf(part as keyof MultiplierVariables),
    ownVariable(() => tf.zeros([pairs, size])),
  ]);
  return { ...network, variables: { ...network.variables, ...Object.fromEntries(made) } };
}

/** @throws when the network has none. */
export function multipliersOf({ variables }: Network): MultiplierVariables {
  const [inputs, sum, hidden] = (['inputs', 'sum', 'hidden'] as const).map((part) => variables[nameOf(part)]);
  if (!inputs || !sum || !hidden) {
    return fail('sdpRegularizer', 'expected a network with multipliers: withMultipliers(network)');
  }
  return { inputs, sum, hidden };
}
