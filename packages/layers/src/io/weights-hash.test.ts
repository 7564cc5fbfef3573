import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { network } from '../builder';
import { dense } from '../builders/dense';
import { disposeNetwork, type Network } from '../network';
import { sample } from './testing';
import { weightsHash } from './weights-hash';

const holding = (variables: Network['variables']): Network => ({ inputShape: [1], nodes: [], variables });

describe('weightsHash', () => {
  it('is SHA-256 over names, shapes and little-endian values, by name', async () => {
    const net = network([2], dense(1, { name: 'd' }));
    const bytes = (name: string) => Buffer.from(Float32Array.from(net.variables[name]!.dataSync()).buffer);
    const expected = createHash('sha256')
      .update('["d/bias",[1]]\n')
      .update(bytes('d/bias'))
      .update('["d/kernel",[2,1]]\n')
      .update(bytes('d/kernel'))
      .digest('hex');
    expect(await weightsHash(net)).toBe(expected);
    disposeNetwork(net);
  });

  it('is the same for the same weights, and changes with one value', async () => {
    const [a, b, c] = [sample(1), sample(1), sample(2)];
    const hash = await weightsHash(a);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await weightsHash(b)).toBe(hash);
    expect(await weightsHash(c)).not.toBe(hash);
    const mean = b.variables['norm/mean']!;
    tf.tidy(() => mean.assign(tf.tensor1d([0, 0, 1e-7])));
    expect(await weightsHash(b)).not.toBe(hash);
    for (const net of [a, b, c]) disposeNetwork(net);
  });

  it('depends on names and shapes, not on the order', async () => {
    const x = () => tf.variable(tf.tensor2d([[1, 2]]));
    const y = () => tf.variable(tf.tensor1d([3]));
    const flat = () => tf.variable(tf.tensor1d([1, 2]));
    const nets = [
      { x: x(), y: y() },
      { y: y(), x: x() },
      { z: x(), y: y() },
      { x: flat(), y: y() },
    ].map(holding);
    const hashes = await Promise.all(nets.map(weightsHash));
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
    for (const net of nets) disposeNetwork(net);
  });
});
