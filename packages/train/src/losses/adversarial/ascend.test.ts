import { intervalBounds, linfBall } from '@ibp/bounds';
import { apply, dense, disposeNetwork, network } from '@ibp/layers';
import { apart } from '@ibp/relax';
import { value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { certifiedLoss } from '../certified';
import { pointAt } from '../testing';
import { adversarialLoss } from './adversarial-loss';
import { ascend } from './ascend';

describe('apart', () => {
  it('lets no gradient through, though it may take gradients itself', () => {
    const { value: y, grad } = tf.valueAndGrad((x: tf.Tensor) => {
      const inner = apart(() => tf.grad((z: tf.Tensor) => tf.sum(tf.mul(tf.square(z), z)))(x)); // 3 x^2
      return tf.sum(tf.mul(inner, x));
    })(tf.tensor1d([2]));
    expect([value(y), value(grad)]).toEqual([24, 12]);
  });

  it('leaves the outer gradient whole when what it computes throws', () => {
    const slope = tf.grad((x: tf.Tensor) => {
      expect(() => apart(() => tf.matMul(x, tf.ones([3, 3])))).toThrow();
      return tf.sum(tf.square(x));
    });
    expect(value(slope(tf.tensor1d([3])))).toBe(6);
  });
});

describe('ascend', () => {
  const box = () => intervalBounds(tf.tensor2d([[0, 0.4]]), tf.tensor2d([[1, 0.6]]));
  const climb = (point: tf.Tensor) => tf.sum(tf.mul(point, [1, -1])) as tf.Scalar;
  const start = () => tf.tensor2d([[0.5, 0.5]]);
  const rounded = (x: tf.Tensor) => Array.from(x.dataSync(), (v) => Number(v.toFixed(5)));

  it('goes by shares of half the widths, and no further than the box', () => {
    expect(rounded(ascend(climb, box(), start(), { steps: 1, stepSize: 0.5 }))).toEqual([0.75, 0.45]);
    expect(rounded(ascend(climb, box(), start(), { steps: 5, stepSize: 0.5 }))).toEqual([1, 0.4]);
  });

  it('makes its steps smaller where it is told to', () => {
    const attack = { steps: 2, stepSize: 0.5, decays: [[0.5, 0.1]] as const };
    expect(rounded(ascend(climb, box(), start(), attack))).toEqual([0.775, 0.445]);
  });

  it.each([
    [{ steps: 1.5, stepSize: 1 }, 'ascend: expected a whole number of steps, got 1.5'],
    [{ steps: 1, stepSize: 0 }, 'ascend: expected a step size above 0, got 0'],
  ])('refuses %o', (attack, message) => {
    expect(() => ascend(climb, box(), start(), attack)).toThrow(message);
  });
});

describe('adversarialLoss', () => {
  it('is the loss at the worst corner of a linear network, where bounds are exact', () => {
    const net = network([3], dense(2), { seed: 2 });
    const given = { x: tf.tensor2d([[0.3, 0.5, 0.7]]), labels: [1] };
    const at = pointAt({ epsilon: 0.2, kappa: 0 });
    const attack = { steps: 1, stepSize: 2 };
    const [w] = [net.variables['dense_1/kernel']!.arraySync() as number[][]];
    // the margin of class 0 over class 1 grows by epsilon times the L1 norm of the difference of their weights
    const [a, b] = apply(net, given.x).dataSync();
    const margin = a! - b! + 0.2 * w!.reduce((sum, [p, q]) => sum + Math.abs(p! - q!), 0);
    const { loss, parts } = adversarialLoss({ attack })(net, given, at);
    expect(value(loss)).toBeCloseTo(Math.log(1 + Math.exp(margin)), 5);
    expect(Object.keys(parts)).toEqual(['fit', 'unsoundAttack']);
    expect(value(loss)).toBeCloseTo(value(certifiedLoss()(net, given, at).loss), 5);
    disposeNetwork(net);
  });

  it('attacks inputs no further than their range', () => {
    const net = network([1], dense(2), { seed: 2 });
    const given = { x: tf.tensor2d([[0.9]]), labels: [0] };
    const exact = certifiedLoss()(net, given, pointAt({ epsilon: 0.3, kappa: 0 })).loss;
    const { upper } = linfBall(given.x, 0.3);
    expect(value(upper)).toBe(1);
    const attack = { steps: 9, stepSize: 1 };
    const { loss } = adversarialLoss({ attack })(net, given, pointAt({ epsilon: 0.3, kappa: 0 }));
    expect(value(loss)).toBeCloseTo(value(exact), 5);
    disposeNetwork(net);
  });
});
