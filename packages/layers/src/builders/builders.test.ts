import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Layer, network } from '../builder';
import { apply } from '../interpreter';
import { disposeNetwork, type Network, outputShape } from '../network';
import { summary } from '../summary';
import { distance, normal, randomize } from '../testing';
import { activation, leakyRelu, relu, softmax } from './activation';
import { batchNorm } from './batch-norm';
import { concatenate, identity, merge, residual } from './combine';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwise-conv2d';
import { normalize } from './normalize';
import { averagePool1d, conv1d, maxPool1d } from './one-dimensional';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pool';
import { broadcast, flatten, gather, reshape, transpose, zeroPad2d } from './shape';

type ByHand = (x: never, v: { [name: string]: tf.Tensor & never }) => tf.Tensor;

const batchNormByHand: ByHand = (x, v) =>
  tf.batchNorm(
    x,
    v['batchNorm_1/mean']!,
    v['batchNorm_1/variance']!,
    v['batchNorm_1/beta'],
    v['batchNorm_1/gamma'],
    1e-5,
  );

/** Each builder: its input, its output, its trained parameters, and the same in ops of tfjs. */
const cases: [string, Layer, Shape, Shape, number, ByHand][] = [
  ['dense', dense(3), [4], [3], 15, (x, v) => tf.add(tf.matMul(x, v['dense_1/kernel']!), v['dense_1/bias']!)],
  [
    'dense over the last axis',
    dense(3, { useBias: false }),
    [2, 4],
    [2, 3],
    12,
    (x, v) => tf.reshape(tf.matMul(tf.reshape(x, [-1, 4]), v['dense_1/kernel']!), [-1, 2, 3]),
  ],
  [
    'conv2d',
    conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
    [5, 6, 3],
    [3, 3, 2],
    56,
    (x, v) => tf.add(tf.conv2d(x, v['conv2d_1/kernel']!, 2, 'same'), v['conv2d_1/bias']!),
  ],
  [
    'conv2d, in groups',
    conv2d({ filters: 4, kernelSize: 2, groups: 2, useBias: false }),
    [3, 3, 4],
    [2, 2, 4],
    32,
    (x, v) => {
      const kernels = tf.split(v['conv2d_1/kernel']!, 2, 3);
      const parts = tf
        .split(x, 2, 3)
        .map((part, i) => tf.conv2d(part as tf.Tensor4D, kernels[i] as tf.Tensor4D, 1, 'valid'));
      return tf.concat(parts, 3);
    },
  ],
  [
    'conv2d, dilated',
    conv2d({ filters: 2, kernelSize: [3, 2], dilations: [1, 2], useBias: false }),
    [5, 6, 3],
    [3, 4, 2],
    36,
    (x, v) => tf.conv2d(x, v['conv2d_1/kernel']!, 1, 'valid', 'NHWC', [1, 2]),
  ],
  [
    'depthwiseConv2d',
    depthwiseConv2d({ kernelSize: 3, multiplier: 2 }),
    [5, 6, 3],
    [3, 4, 6],
    60,
    (x, v) =>
      tf.add(tf.depthwiseConv2d(x, v['depthwiseConv2d_1/kernel']!, 1, 'valid'), v['depthwiseConv2d_1/bias']!),
  ],
  [
    'conv1d',
    conv1d({ filters: 4, kernelSize: 3, dilation: 2 }),
    [9, 2],
    [5, 4],
    28,
    (x, v) => tf.add(tf.conv1d(x, v['conv1d_1/kernel']!, 1, 'valid', 'NWC', 2), v['conv1d_1/bias']!),
  ],
  ['averagePool', averagePool({ size: 2 }), [5, 6, 3], [2, 3, 3], 0, (x) => tf.avgPool(x, 2, 2, 'valid')],
  [
    'maxPool',
    maxPool({ size: [3, 2], strides: 1, padding: 'same' }),
    [5, 6, 3],
    [5, 6, 3],
    0,
    (x) => tf.maxPool(x, [3, 2], 1, 'same'),
  ],
  [
    'averagePool1d',
    averagePool1d({ size: 3, stride: 2 }),
    [9, 2],
    [4, 2],
    0,
    (x) => tf.squeeze(tf.avgPool(tf.expandDims(x, 2) as tf.Tensor4D, [3, 1], [2, 1], 'valid'), [2]),
  ],
  [
    'maxPool1d',
    maxPool1d({ size: 3 }),
    [9, 2],
    [3, 2],
    0,
    (x) => tf.squeeze(tf.maxPool(tf.expandDims(x, 2) as tf.Tensor4D, [3, 1], [3, 1], 'valid'), [2]),
  ],
  ['globalAveragePool', globalAveragePool(), [5, 6, 3], [3], 0, (x) => tf.mean(x, [1, 2])],
  ['globalMaxPool', globalMaxPool(), [9, 2], [2], 0, (x) => tf.max(x, 1)],
  ['batchNorm', batchNorm(), [5, 6, 3], [5, 6, 3], 6, batchNormByHand],
  [
    'normalize',
    normalize({ mean: [1, 2, 3], std: [0.5, 2, 4] }),
    [4, 3],
    [4, 3],
    0,
    (x) => tf.div(tf.sub(x, [1, 2, 3]), [0.5, 2, 4]),
  ],
  [
    'normalize by one number',
    normalize({ mean: 0.5, std: 2 }),
    [4, 3],
    [4, 3],
    0,
    (x) => tf.div(tf.sub(x, 0.5), 2),
  ],
  ['relu', relu(), [4], [4], 0, (x) => tf.relu(x)],
  ['leakyRelu', leakyRelu(0.1), [4], [4], 0, (x) => tf.leakyRelu(x, 0.1)],
  ['activation', activation('tanh'), [4], [4], 0, (x) => tf.tanh(x)],
  ['softmax', softmax(), [4], [4], 0, (x) => tf.softmax(x)],
  ['flatten', flatten(), [2, 3, 4], [24], 0, (x) => tf.reshape(x, [-1, 24])],
  ['reshape', reshape([6, 4]), [2, 3, 4], [6, 4], 0, (x) => tf.reshape(x, [-1, 6, 4])],
  ['transpose', transpose([2, 0, 1]), [2, 3, 4], [4, 2, 3], 0, (x) => tf.transpose(x, [0, 3, 1, 2])],
  [
    'zeroPad2d',
    zeroPad2d([1, 2]),
    [2, 3, 4],
    [4, 7, 4],
    0,
    (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
  ],
  ['residual', residual(relu()), [4], [4], 0, (x) => tf.add(tf.relu(x), x)],
  [
    'residual with a shortcut',
    residual(dense(3), dense(3)),
    [4],
    [3],
    30,
    (x, v) =>
      tf.add(
        tf.add(tf.matMul(x, v['dense_1/kernel']!), v['dense_1/bias']!),
        tf.add(tf.matMul(x, v['dense_2/kernel']!), v['dense_2/bias']!),
      ),
  ],
  ['merge by subtraction', merge('subtract', relu(), identity()), [4], [4], 0, (x) => tf.sub(tf.relu(x), x)],
  [
    'merge by product',
    merge('multiply', relu(), activation('tanh')),
    [4],
    [4],
    0,
    (x) => tf.mul(tf.relu(x), tf.tanh(x)),
  ],
  [
    'merge with a gate of each channel, broadcast',
    merge('multiply', identity(), globalMaxPool()),
    [2, 3, 4],
    [2, 3, 4],
    0,
    (x) => tf.mul(x, tf.max(x, [1, 2], true)),
  ],
  [
    'broadcast',
    broadcast([2, 3, 4]),
    [3, 1],
    [2, 3, 4],
    0,
    (x) => tf.tile(tf.expandDims(x, 1), [1, 2, 1, 4]),
  ],
  ['gather', gather([2, 0, 2], -2), [3, 2], [3, 2], 0, (x) => tf.gather(x, [2, 0, 2], 1)],
  ['concatenate', concatenate([relu(), identity()]), [2, 4], [2, 8], 0, (x) => tf.concat([tf.relu(x), x], 2)],
  [
    'concatenate along another axis',
    concatenate([relu(), identity()], 0),
    [2, 4],
    [4, 4],
    0,
    (x) => tf.concat([tf.relu(x), x], 1),
  ],
  ['identity', identity(), [4], [4], 0, (x) => x],
];

describe('builders', () => {
  it.each(cases)('%s', (name, layer, inputShape, expectedShape, parameters, byHand) => {
    const net: Network = network(inputShape, layer);
    if (!name.startsWith('normalize')) randomize(net);
    const x = normal([2, ...inputShape], 7);
    expect(outputShape(net)).toEqual(expectedShape);
    expect(summary(net).parameters).toBe(parameters);
    expect(distance(apply(net, x), byHand(x as never, net.variables as never))).toBeLessThan(1e-5);
    disposeNetwork(net);
  });

  it('keeps the statistics of a normalisation with the weights, untrained', () => {
    const net = network([3], normalize({ mean: [1, 2, 3], std: 2 }));
    expect(Object.values(net.variables).map((v) => v.trainable)).toEqual([false, false]);
    disposeNetwork(net);
  });

  it('refuses a normalisation that cannot be', () => {
    const at = (mean: number | number[], std: number | number[]) => () =>
      network([3], normalize({ mean, std }));
    expect(at([1, 2], 1)).toThrow('normalize_1: expected 3 values, got 2');
    expect(at(0, [1, 0, 1])).toThrow('normalize_1: expected std > 0, got [1,0,1]');
    expect(at(0, Number.NaN)).toThrow('normalize_1: expected std > 0');
  });

  it('refuses a 2-D layer on anything but an image', () => {
    expect(() => network([4], conv1d({ filters: 1, kernelSize: 1 }))).toThrow(
      'asImage: expected input [length,channels], got [4]',
    );
    expect(() => network([4, 4], depthwiseConv2d({ kernelSize: 1 }))).toThrow(
      'depthwiseConv2d_1: expected input [height,width,channels], got [4,4]',
    );
  });
});
