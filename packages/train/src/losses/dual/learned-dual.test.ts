import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { atLeast, examples, nets, reachedMargins, setup, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { pointAt } from '../testing';
import { learnedDual, learnedDualLoss } from './learned-dual';
import { withVerifier } from './verifier';

describe('learnedDual', () => {
  it.each(Object.entries(nets))('is a bound whatever the verifier has learned: %s', (_, make) => {
    const net = withVerifier(make());
    const { box, spec } = setup(net);
    const reached = reachedMargins(net, spec, box, 30);
    const verifier = Object.entries(net.variables).filter(([name]) => name.startsWith('verifier/'));
    for (const seed of [1, 2, 3]) {
      tf.tidy(() => {
        for (const [, v] of verifier) v.assign(tf.randomNormal(v.shape, 0, 3, 'float32', seed));
      });
      atLeast(learnedDual(net)(net as never, box, spec), reached);
    }
    disposeNetwork(net);
  });

  it('is the loss of the shares that the verifier predicts of two units, by hand', () => {
    // relu(4 x - 1) and -2 relu(1 - 2 x) for x in [0, 1]: over [-1, 3] and [-1, 1]
    const net = withVerifier(network([1], sequential(dense(2), relu(), dense(2))));
    const values = {
      'dense_1/kernel': [4, -2],
      'dense_1/bias': [-1, 1],
      'dense_2/kernel': [0, 1, 0, -2],
      'dense_2/bias': [0, 0],
      'verifier/relu_1/weights': [1, 2, 0.5],
      'verifier/relu_1/bias': [-0.3, 0.2],
    };
    expect(Object.keys(net.variables)).toEqual(Object.keys(values));
    tf.tidy(() => {
      for (const [name, v] of Object.entries(net.variables)) {
        v.assign(tf.tensor(values[name as keyof typeof values], v.shape));
      }
    });
    // 1 of twice the slopes 3/4 and 1/2 less 1, 2 of tanh((l + u) / radius), 0.5 of the signs 1 and -1
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const first = sigmoid(0.5 + 2 * Math.tanh(2 / 2.001) + 0.5 - 0.3);
    const second = sigmoid(0 + 0 - 0.5 + 0.2);
    // the relus cost max(relu(z) - first z), at -1, and max(2 second z - 2 relu(z)), at 0; the rest is linear, at x = 1
    const margin = first + 0 + 3 * first + 2 * second;
    const given = { x: tf.tensor2d([[0.5]]), labels: [0] };
    const { loss, parts } = learnedDualLoss()(net, given, pointAt({ kappa: 0, epsilon: 0.5 }));
    expect(value(loss)).toBeCloseTo(Math.log(1 + Math.exp(margin)), 5);
    expect(Object.keys(parts)).toEqual(['fit', 'spec']);
    disposeNetwork(net);
  });

  it('has a gradient by the verifier, which so gets tighter', () => {
    const net = withVerifier(smallNetwork());
    const loss = learnedDualLoss();
    const at = pointAt({ kappa: 0, epsilon: 0.1 });
    const verifier = Object.entries(net.variables).flatMap(([name, v]) =>
      name.startsWith('verifier/') ? [v] : [],
    );
    const lossNow = () => value(loss(net, examples(), at).loss);
    const before = lossNow();
    for (let i = 0; i < 20; i++) {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => loss(net, examples(), at).loss, verifier);
        for (const v of verifier) v.assign(tf.sub(v, tf.mul(grads[v.name]!, 2)));
      });
    }
    expect(lossNow()).toBeLessThan(before - 1e-3);
    disposeNetwork(net);
  });

  it('gives NaN for an empty box, as IBP does', () => {
    const net = withVerifier(smallNetwork());
    const { spec, box } = setup(net);
    const empty = { lower: box.upper, upper: box.lower };
    expect(value(learnedDual(net)(net as never, empty, spec))).toBeNaN();
    disposeNetwork(net);
  });

  it('refuses a network without a verifier, or a second one', () => {
    const net = smallNetwork();
    const loss = learnedDualLoss();
    expect(() => loss(net, examples(), pointAt())).toThrow('expected a network with a verifier');
    const verified = withVerifier(net);
    expect(() => withVerifier(verified)).toThrow('expected a network without a verifier');
    disposeNetwork(verified);
  });
});
