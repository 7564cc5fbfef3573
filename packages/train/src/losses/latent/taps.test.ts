import { center, classificationSpec, intervalBounds, linfBall, radius } from '@ibp/bounds';
import {
  apply,
  dense,
  disposeNetwork,
  ibp,
  type Network,
  network,
  propagate,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { examples, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import type { Examples } from '../loss';
import { pointAt, slopes } from '../testing';
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

/**
 * The two losses that TAPS multiplies (Mao et al. 2023), each averaged over the batch as in the authors' code, for
 * examples of class 0 and {@link linearTail}: the greatest margins over the latent box of one matrix, and of one matrix
 * after the other with a box between.
 */
function factors(net: Network, { x }: Examples, epsilon: number): readonly [tf.Scalar, tf.Scalar] {
  const { head, tail } = splitNetwork(net as never, 1);
  const latent = propagate(head, linfBall(x, epsilon));
  const [first, last] = ['dense_2/kernel', 'dense_3/kernel'].map(
    (name) => net.variables[name] as tf.Tensor2D,
  );
  const toMargins = tf.tensor2d([-1, -1, 1, 0, 0, 1], [3, 2]);
  const rows = tf.matMul(last!, toMargins);
  const reach = radius(latent) as tf.Tensor2D;
  const middle = tf.matMul(apply(tail, center(latent)) as tf.Tensor2D, toMargins);
  const lossAt = (above: tf.Tensor): tf.Scalar =>
    tf.mean(tf.log(tf.add(1, tf.sum(tf.exp(tf.add(middle, above)), 1))));
  return [
    lossAt(tf.matMul(reach, tf.abs(tf.matMul(first!, rows)))),
    lossAt(tf.matMul(tf.matMul(reach, tf.abs(first!)), tf.abs(rows))),
  ];
}

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

  it('is the loss of the attack times the loss of the bound, with five times the gradient of the first', () => {
    const net = linearTail();
    const variables = Object.values(net.variables);
    const given = { ...examples(), labels: [0, 0] };
    const loss = tapsLoss({ attack });
    const at = pointAt({ kappa: 0, epsilon: 0.1 });
    const [attacked, bounded] = factors(net, given, 0.1).map(value) as [number, number];
    expect(bounded).toBeGreaterThan(attacked + 0.1);
    const got = tf.variableGrads(() => loss(net, given, at).loss, variables);
    expect(value(got.value) / (attacked * bounded)).toBeCloseTo(1, 5);
    const expected = tf.variableGrads(() => {
      const [first, second] = factors(net, given, 0.1);
      return tf.add(tf.mul(first, 5 * bounded), tf.mul(second, attacked)) as tf.Scalar;
    }, variables);
    for (const { name } of variables) {
      const [g, e] = [got.grads[name]!, expected.grads[name]!];
      const size = tf.add(1, tf.max(tf.abs(e)));
      expect(value(tf.div(tf.max(tf.abs(tf.sub(g, e))), size))).toBeLessThan(1e-5);
    }
    expect(Object.keys(loss(net, given, at).parts)).toEqual(['fit', 'unsoundTaps']);
    disposeNetwork(net);
  });

  it.each([
    ['TAPS', tapsLoss({ attack, gradientScale: 1 })],
    ['STAPS', stapsLoss({ attack, gradientScale: 1, ratio: 0.4, boxAttack: attack })],
  ])('%s has a true gradient where the attack ends in corners and is not scaled', (_, loss) => {
    const net = linearTail();
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
