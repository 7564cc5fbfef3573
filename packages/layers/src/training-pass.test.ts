import { linfBall } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { network } from './builder';
import { relu } from './builders/activation';
import { batchNorm } from './builders/batch-norm';
import { sequential } from './builders/combine';
import { conv2d } from './builders/conv2d';
import { dense } from './builders/dense';
import { flatten } from './builders/shape';
import { apply, propagate } from './interpreter';
import { lower } from './lowering/lower';
import { disposeNetwork } from './network';
import { distance, excess, normal, pointsOf, randomize, valuesOf } from './testing';
import { trainingPass, updateMovingAverages } from './training-pass';

/** One unit: 2 x, then batch norm with gamma 3 and beta 1, so that all can be done by hand. */
function oneUnit(momentum = 0.9) {
  const net = network([1], sequential(dense(1), batchNorm({ momentum, epsilon: 0 })));
  net.variables['dense_1/kernel']!.assign(tf.tensor2d([[2]]));
  net.variables['batchNorm_1/gamma']!.assign(tf.tensor1d([3]));
  net.variables['batchNorm_1/beta']!.assign(tf.tensor1d([1]));
  return net;
}

describe('trainingPass', () => {
  it('refuses an input of another shape', () => {
    const net = oneUnit();
    expect(() => trainingPass(net, tf.zeros([3, 2]))).toThrow(
      'trainingPass: expected shape [*,1], got [3,2]',
    );
    disposeNetwork(net);
  });

  it('refuses a batch of one where that leaves a channel one value, and takes one image', () => {
    const net = oneUnit();
    expect(() => trainingPass(net, tf.zeros([1, 1]))).toThrow(
      'trainingPass: expected at least 2 values a channel for batch norm "batchNorm_1", got 1',
    );
    const image = network([2, 1, 1], batchNorm());
    expect(valuesOf(trainingPass(image, tf.tensor([1, 3], [1, 2, 1, 1])).statistics[0]!.variance)).toEqual([
      1,
    ]);
    for (const made of [net, image]) disposeNetwork(made);
  });

  it('normalises by the statistics of the clean batch, and bounds by the same', () => {
    const net = oneUnit();
    const x = tf.tensor2d([[0], [1], [2], [3]]);
    const { output, lowered, statistics } = trainingPass(net, x);
    // 2 x is 0, 2, 4, 6: mean 3, variance 5
    const scale = 3 / Math.sqrt(5);
    const expected = [0, 2, 4, 6].map((z) => scale * (z - 3) + 1);
    for (const [i, y] of valuesOf(output).entries()) expect(y).toBeCloseTo(expected[i]!, 5);
    expect(statistics.map((s) => [s.node, ...valuesOf(s.mean), ...valuesOf(s.variance)])).toEqual([
      [2, 3, 5],
    ]);
    // the box [x - 0.5, x + 0.5] maps to +-1 around 2 x, and its ends move no statistics
    const bounds = propagate(lowered, linfBall(x, 0.5, [-10, 10]));
    for (const [i, y] of valuesOf(bounds.lower).entries()) expect(y).toBeCloseTo(expected[i]! - scale, 4);
    for (const [i, y] of valuesOf(bounds.upper).entries()) expect(y).toBeCloseTo(expected[i]! + scale, 4);
    disposeNetwork(net);
  });

  it('bounds every point of the box, with many layers of batch norm', () => {
    const conv = conv2d({ filters: 4, kernelSize: 3 });
    const layer = sequential(conv, batchNorm(), relu(), flatten(), dense(5), batchNorm(), relu(), dense(3));
    const net = randomize(network([5, 5, 2], layer), 2);
    const x = tf.randomUniform([6, 5, 5, 2], 0, 1, 'float32', 3);
    const { output, lowered } = trainingPass(net, x);
    expect(distance(apply(lowered, x), output)).toBe(0);
    const box = linfBall(x, 0.1);
    const bounds = propagate(lowered, box);
    for (const point of pointsOf(box, 24)) expect(excess(bounds, apply(lowered, point))).toBeLessThan(1e-5);
    disposeNetwork(net);
  });

  it('is the network itself where there is no batch norm', () => {
    const net = network([3], sequential(dense(2), relu()));
    const x = normal([4, 3], 1);
    const { output, lowered, statistics } = trainingPass(net, x);
    expect(statistics).toEqual([]);
    expect(lowered.nodes).toEqual(net.nodes);
    expect(distance(output, apply(net, x))).toBe(0);
    disposeNetwork(net);
  });
});

describe('updateMovingAverages', () => {
  it('keeps the momentum and takes the rest from the batch; lower and apply use the averages', () => {
    const net = oneUnit(0.75);
    const x = tf.tensor2d([[0], [1], [2], [3]]);
    updateMovingAverages(net, trainingPass(net, x).statistics);
    // from mean 0 and variance 1 a quarter of the way to 3 and 5
    expect(valuesOf(net.variables['batchNorm_1/mean']!)).toEqual([0.75]);
    expect(valuesOf(net.variables['batchNorm_1/variance']!)).toEqual([2]);
    const expected = [0, 2, 4, 6].map((z) => (3 * (z - 0.75)) / Math.sqrt(2) + 1);
    for (const [i, y] of valuesOf(apply(net, x)).entries()) expect(y).toBeCloseTo(expected[i]!, 5);
    expect(distance(apply(net, x), apply(lower(net), x))).toBe(0);
    disposeNetwork(net);
  });

  it('comes to the statistics of the batch when fed it again and again', () => {
    const net = oneUnit();
    const x = tf.tensor2d([[0], [1], [2], [3]]);
    for (let i = 0; i < 200; i++) tf.tidy(() => updateMovingAverages(net, trainingPass(net, x).statistics));
    expect(distance(apply(net, x), trainingPass(net, x).output)).toBeLessThan(1e-4);
    disposeNetwork(net);
  });
});
