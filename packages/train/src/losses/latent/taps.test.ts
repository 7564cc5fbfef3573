import { classificationSpec, intervalBounds, linfBall } from '@ibp/bounds';
import {
  apply,
  dense,
  disposeNetwork,
  ibp,
  network,
  propagate,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { certifiedLoss } from '../certified';
import { examples, pointAt, slopes, smallNetwork, value } from '../testing';
import { linkGradient, scaleGradient } from './gradient-link';
import { latentMargins } from './latent-attack';
import { splitNetwork } from './split-network';
import { stapsLoss, tapsLoss } from './taps';

/** Whose last relu is always on, so that the tail is linear and the attack as good as the bound. */
const linearTail = () => {
  const net = smallNetwork();
  tf.tidy(() => net.variables['dense_2/bias']!.assign(tf.fill([5], 9)));
  return net;
};
const attack = { steps: 2, stepSize: 2 };

describe('splitNetwork', () => {
  it('gives two networks that are the whole one after the other', () => {
    const net = smallNetwork();
    const { x } = examples();
    for (const relus of [1, 2]) {
      const { head, tail } = splitNetwork(net as never, relus);
      expect(Array.from(apply(tail, apply(head, x)).dataSync())).toEqual(
        Array.from(apply(net, x).dataSync()),
      );
      expect(tail.nodes.filter(({ op }) => op === 'relu')).toHaveLength(relus);
    }
    disposeNetwork(net);
  });

  it('refuses more relus than there are, and a path around the split', () => {
    const net = smallNetwork();
    expect(() => splitNetwork(net as never, 3)).toThrow('expected a tail of 1 to 2 relus, got 3');
    const around = network(
      [3],
      sequential(dense(3), residual(sequential(relu(), dense(3))), relu(), dense(2)),
    );
    expect(() => splitNetwork(around as never, 1)).toThrow('splits in two, got a path around it');
    for (const n of [net, around]) disposeNetwork(n);
  });
});

describe('linkGradient', () => {
  it('gives the gradient to the ends that the points are near to', () => {
    const lower = tf.tensor1d([0, 0, 0, 0]);
    const upper = tf.tensor1d([1, 1, 1, 1]);
    const points = tf.tensor1d([0, 0.25, 0.5, 1]);
    const link = (l: tf.Tensor, u: tf.Tensor) => linkGradient(intervalBounds(l, u), points);
    expect(Array.from(link(lower, upper).dataSync())).toEqual([0, 0.25, 0.5, 1]);
    const [toLower, toUpper] = tf.grads((l, u) => tf.sum(link(l!, u!)))([lower, upper]);
    expect(Array.from(toLower!.dataSync())).toEqual([1, 0.5, 0, 0]);
    expect(Array.from(toUpper!.dataSync())).toEqual([0, 0, 0, 1]);
  });

  it('is finite where the box is a point', () => {
    const [end, same] = [tf.tensor1d([0.5]), tf.tensor1d([0.5])];
    const link = (l: tf.Tensor, u: tf.Tensor) => linkGradient(intervalBounds(l, u), end);
    const both = tf.grads((l, u) => tf.sum(link(l!, u!)))([end, same]);
    expect(both.map(value)).toEqual([1, 1]);
  });
});

describe('scaleGradient', () => {
  it('scales the gradient and not the value', () => {
    const { value: y, grad } = tf.valueAndGrad((x: tf.Tensor) => scaleGradient(tf.square(x), 5))(
      tf.scalar(3),
    );
    expect([value(y), value(grad)]).toEqual([9, 30]);
  });
});

describe('TAPS', () => {
  it('finds the margins that bounds give where the tail is linear', () => {
    const net = linearTail();
    const { x, labels } = examples();
    const { head, tail } = splitNetwork(net as never, 1);
    const latent = propagate(head, linfBall(x, 0.1));
    const spec = classificationSpec(labels, 3);
    const found = latentMargins(tail, latent, spec, pointAt(), { attack, reach: 0.5 });
    const difference = tf.sub(found, ibp()(tail, latent, spec));
    // IBP elides one linear layer of the two, and so may be a little above
    expect(value(tf.max(difference))).toBeLessThan(1e-5);
    expect(value(tf.min(difference))).toBeGreaterThan(-1);
    disposeNetwork(net);
  });

  it('is the loss of the attack times the loss of the bound', () => {
    const net = linearTail();
    const at = pointAt({ kappa: 0, epsilon: 0.1 });
    const bound = value(certifiedLoss()(net, examples(), at).loss);
    const { loss, parts } = tapsLoss({ attack })(net, examples(), at);
    expect(value(loss)).toBeLessThanOrEqual(bound ** 2 + 1e-5);
    expect(value(loss)).toBeGreaterThan(bound);
    expect(Object.keys(parts)).toEqual(['fit', 'unsoundTaps']);
    disposeNetwork(net);
  });

  it('has a true gradient where the attack ends in corners and is not scaled', () => {
    const net = linearTail();
    const loss = tapsLoss({ attack, gradientScale: 1 });
    for (const { name, gradient, expected } of slopes(net, loss, pointAt({ kappa: 0 }), examples())) {
      expect([name, Math.abs(gradient - expected) < 5e-3 + 0.02 * Math.abs(expected)]).toEqual([name, true]);
    }
    disposeNetwork(net);
  });

  it('is STAPS with a small box as large as the ball', () => {
    const net = smallNetwork();
    const at = pointAt({ epsilon: 0.1 });
    const whole = value(tapsLoss({ attack })(net, examples(), at).loss);
    expect(value(stapsLoss({ attack, ratio: 1 })(net, examples(), at).loss)).toBeCloseTo(whole, 4);
    expect(value(stapsLoss({ attack, ratio: 0.3 })(net, examples(), at).loss)).toBeLessThan(whole);
    expect(() => stapsLoss({ ratio: 3 })).toThrow('stapsLoss: expected a ratio from 0 to 1, got 3');
    disposeNetwork(net);
  });
});
