import type { Shape } from '@ibp/core';
import { type Layer, type Network, network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
// @boundaries-ignore what tests share stands in the sources of layers, and is no part of the package
import { networks } from '../../layers/src/testing-networks';

const { 'batch norm': _, 'one dimension': __, ...relaxed } = networks;

/** Those of the networks of tests whose ops all have a relaxation. All end in 3 logits. */
export const layers: { readonly [name: string]: readonly [Shape, Layer] } = relaxed;

export const valuesOf = (t: tf.Tensor): number[] => Array.from(t.dataSync());

const normal = (shape: Shape, seed: number, deviation: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, deviation, 'float32', seed + 0.5);

/** Random weights and biases, none at a special value. */
export function randomize(net: Network, seed: number): Network {
  for (const [i, variable] of Object.values(net.variables).entries()) {
    tf.tidy(() => {
      const fan = variable.shape.slice(0, -1).reduce((a, b) => a * b, 1);
      variable.assign(normal(variable.shape, seed * 100 + i, variable.rank > 1 ? 1 / Math.sqrt(fan) : 0.5));
    });
  }
  return net;
}

export function randomNetwork(name: string, seed: number): Network {
  const [shape, layer] = layers[name]!;
  return randomize(network(shape, layer), seed);
}
