import { batchNorm, conv2d, dense, disposeNetwork, flatten, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { plainNetwork } from './from-network';

const build = () =>
  network(
    [4, 4, 1],
    sequential(conv2d({ filters: 2, kernelSize: 3 }), batchNorm(), relu(), flatten(), dense(3)),
    { seed: 1 },
  );

it('keeps indices, names and shapes, lowers batch norm and frees what it made', async () => {
  const net = build();
  const before = tf.memory().numTensors;
  const { nodes } = await plainNetwork(net);
  expect(tf.memory().numTensors).toBe(before);
  expect(nodes.map(({ op }) => op)).toEqual(['input', 'conv2d', 'affine', 'relu', 'reshape', 'dense']);
  expect(nodes.map(({ name }) => name)).toEqual(net.nodes.map(({ name }) => name));
  expect(nodes.map(({ shape }) => shape)).toEqual(net.nodes.map(({ shape }) => shape));
  disposeNetwork(net);
});

it('copies the parameters bit by bit, and is data alone', async () => {
  const net = build();
  const plain = await plainNetwork(net);
  const kernel = net.variables['dense_1/kernel']!;
  const node = plain.nodes.at(-1)!;
  expect(node.op === 'dense' && node.params.kernel).toEqual({
    shape: kernel.shape,
    data: Float32Array.from(await kernel.data()),
  });
  expect(structuredClone(plain)).toEqual(plain);
  disposeNetwork(net);
});
