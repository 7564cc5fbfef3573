import '@ibp/backend/cpu';
import '@ibp/backend/wasm';
import { networkHash } from '@ibp/exact';
import { batchNorm, conv2d, dense, disposeNetwork, flatten, network, relu, sequential } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { plainNetwork } from './from-network';

let original: string;
beforeAll(() => {
  original = tf.getBackend();
});
afterAll(() => tf.setBackend(original));

const layer = sequential(
  conv2d({ filters: 24, kernelSize: 3 }),
  batchNorm({ epsilon: 1e-3 }),
  relu(),
  flatten(),
  batchNorm(),
  dense(3),
);

/** Weights that do not depend on the backend; variances of very different sizes. */
async function hashOf(seed: number): Promise<string> {
  const net = network([4, 4, 1], layer, { seed });
  for (const [i, [name, variable]] of Object.entries(net.variables).entries()) {
    const values = randomFloats(variable.size, 100 * seed + i).map((v) =>
      name.endsWith('variance') ? Math.exp(8 * v) : 3 * v,
    );
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  const hash = await networkHash(await plainNetwork(net));
  disposeNetwork(net);
  return hash;
}

it('a network with batch norms has one hash on every backend', async () => {
  const hashes: string[][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    hashes.push(await Promise.all([1, 2, 3, 4, 5, 6].map(hashOf)));
  }
  expect(hashes[0]).toEqual(hashes[1]);
  expect(new Set(hashes[0]).size).toBe(6);
});
