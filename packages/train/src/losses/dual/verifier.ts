import { fail } from '@ibp/core';
import type { Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { ownVariable } from '../own-variable';

const nameOf = (relu: string, part: string): string => `verifier/${relu}/${part}`;

/** What the verifier has for one relu: `weights` `[3]`, of its features, and `bias` `[...units]`. */
export type VerifierVariables = { readonly weights: tf.Tensor; readonly bias: tf.Tensor };

/**
 * The network with a verifier beside it (Dvijotham et al. 2018): variables that training changes, saves and restores
 * with the network's own, and that nothing but `learnedDualLoss` reads. They are the network's: `disposeNetwork`
 * frees them. It begins close to the choice of Wong & Kolter.
 *
 * @throws when the network has no relu, or a verifier already.
 */
export function withVerifier(network: Network): Network {
  const relus = network.nodes.filter(({ op }) => op === 'relu');
  if (relus.length === 0) fail('withVerifier', 'expected a network with relus, got none');
  const taken = Object.keys(network.variables).find((name) => name.startsWith('verifier/'));
  if (taken) fail('withVerifier', `expected a network without a verifier, got one with "${taken}"`);
  const made = relus.flatMap(({ name, shape }) => [
    [nameOf(name, 'weights'), ownVariable(() => tf.tensor1d([4, 0, 0]))],
    [nameOf(name, 'bias'), ownVariable(() => tf.zeros([...shape]))],
  ]);
  return { ...network, variables: { ...network.variables, ...Object.fromEntries(made) } };
}

/** @throws when the network has none. */
export function verifierOf({ variables }: Network, relu: string): VerifierVariables {
  const [weights, bias] = ['weights', 'bias'].map((part) => variables[nameOf(relu, part)]);
  if (!weights || !bias) fail('learnedDualLoss', 'expected a network with a verifier: withVerifier(network)');
  return { weights: weights!, bias: bias! };
}
