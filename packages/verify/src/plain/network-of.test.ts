import { opNames } from '@ibp/core';
import { apply, disposeNetwork, networkOf } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { opCalls } from '../testing/op-calls';
import { opNetwork } from '../testing/op-network';
import { plainNetwork } from './from-network';

it.each(opNames)('there and back is the same network: %s', async (op) => {
  for (const [run, call] of opCalls(op, 3).entries()) {
    const network = opNetwork(call);
    const plain = await plainNetwork(network);
    const back = networkOf(plain);
    expect(await plainNetwork(back)).toEqual(plain);
    const x = tf.tensor(randomFloats(network.inputShape[0]!, run), [1, ...network.inputShape]);
    expect(await apply(back, x).data()).toEqual(await apply(network, x).data());
    disposeNetwork(back);
  }
});

it('has variables of its own, and trains kernels and biases alone', async () => {
  const tensor = (...data: number[]) => ({ shape: [data.length], data: Float32Array.from(data) });
  const kernel = { shape: [1, 1], data: Float32Array.of(2) };
  const node = (op: string, params: object, index: number) => ({
    ...{ op, name: 'twice', params, inputs: index === 0 ? [] : [index - 1], shape: [1] },
  });
  const plain = {
    nodes: [
      node('input', {}, 0),
      node('dense', { kernel, bias: tensor(1) }, 1),
      node('affine', { scale: tensor(3), shift: tensor(4) }, 2),
      node('dense', { kernel }, 3),
    ],
  } as never;
  const network = networkOf(plain);
  expect(Object.keys(network.variables)).toEqual([
    ...['twice/kernel', 'twice/bias', 'twice/scale', 'twice/shift', 'twice/kernel_3'],
  ]);
  expect(Object.values(network.variables).map(({ trainable }) => trainable)).toEqual([
    ...[true, true, false, false, true],
  ]);
  network.variables['twice/kernel']!.assign(tf.zeros([1, 1]));
  expect(kernel.data[0]).toBe(2);
  disposeNetwork(network);
});

it('refuses what is no network', () => {
  expect(() => networkOf({ nodes: [] })).toThrow('networkOf: expected an input, got no nodes');
});
