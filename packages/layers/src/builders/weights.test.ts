import * as tf from '@tensorflow/tfjs-core';
import { network } from '../builder';
import { apply } from '../interpreter';
import { disposeNetwork } from '../network';
import { conv2d } from './conv2d';
import { dense } from './dense';

const outputs = (net: ReturnType<typeof network>, x: number[]): number[] => {
  const y = tf.tidy(() => [...apply(net, tf.tensor(x, [1, ...net.inputShape])).dataSync()]);
  disposeNetwork(net);
  return y;
};

it('a dense layer computes with what it is given: lists, a plain tensor or a tensor', () => {
  const kernel = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]); // prettier-ignore
  const plain = { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
  for (const given of [
    [
      [1, 2],
      [3, 4],
    ],
    plain,
    kernel,
  ]) {
    // prettier-ignore
    expect(outputs(network([2], dense({ kernel: given, bias: [10, 20] })), [1, -1])).toEqual([8, 18]);
  }
  expect(outputs(network([2], dense({ kernel: plain })), [1, -1])).toEqual([-2, -2]);
  // the caller's, still there and as it was
  expect([...kernel.dataSync()]).toEqual([1, 2, 3, 4]);
  kernel.dispose();
});

it('a convolution does, and keeps its name', () => {
  const net = network([1, 3, 1], conv2d({ kernel: [[[[1]], [[-2]]]], bias: [0.5], name: 'edge' }));
  expect(Object.keys(net.variables)).toEqual(['edge/kernel', 'edge/bias']);
  expect(outputs(net, [1, 2, 5])).toEqual([-2.5, -7.5]);
  const wide = network([1, 4, 1], conv2d({ kernel: [[[[1]], [[-2]]]], strides: 2, padding: 'same' }));
  expect(outputs(wide, [1, 2, 5, 7])).toEqual([-3, -9]);
});

it('refuses what is no kernel, and what does not fit', () => {
  expect(() => network([2], dense({ kernel: [1, 2] }))).toThrow(
    'dense_1: expected a kernel [inputs,units], got [2]',
  );
  expect(() => network([3], dense({ kernel: [[1], [2]] }))).toThrow('layer "dense_1": dense: expected input');
  expect(() => network([2], dense({ kernel: [[1], [2]], bias: [1, 2] }))).toThrow(
    'initial value of "dense_1/bias": expected shape [1], got [2]',
  );
});
