import { classificationSpec, type LinearSpec, linfBall } from '@ibp/bounds';
import { dense, disposeNetwork, ibp, lower, network, relu, sequential } from '@ibp/layers';
import { layers, randomNetwork } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { holdsTheLaws } from '../testing/laws';
import { zonotope } from './deep-z';

holdsTheLaws({ zonotope: zonotope() });

it('is DeepZ by hand', () => {
  // h = x over [-1, 3]: relu(h) = 3/4 h + 3/8 +- 3/8; relu(h) - h / 4 - ... keeps the symbol of x
  const net = network([1], sequential(dense(2), relu(), dense(1)));
  const [w1, b1, w2] = Object.values(net.variables);
  tf.tidy(() => {
    w1!.assign(tf.tensor2d([[1, 1]]));
    b1!.assign(tf.tensor1d([0, 5]));
    w2!.assign(tf.tensor2d([[1], [-1]]));
    const spec: LinearSpec = { c: tf.tensor3d([[[1], [-1]]]), d: tf.zeros([1, 2]) };
    const box = { lower: tf.tensor2d([[-1]]), upper: tf.tensor2d([[3]]) };
    const [high, low] = zonotope()(lower(net), box, spec).dataSync();
    // 3/4 x + 3/8 - x - 5 = -x / 4 - 37/8, x = 1 + 2 e: centre -39/8, spread 1/2 + 3/8
    expect(high).toBeCloseTo(-39 / 8 + 7 / 8, 3);
    expect(low).toBeCloseTo(39 / 8 + 7 / 8, 3);
  });
  disposeNetwork(net);
});

it('is nowhere above interval bounds', () => {
  for (const name of Object.keys(layers)) {
    const net = randomNetwork(name, 6);
    tf.tidy(() => {
      const box = linfBall(tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', 7), 0.1);
      const spec = classificationSpec([0, 1], 3);
      const [z, i] = [zonotope(), ibp()].map((bound) => bound(lower(net), box, spec).dataSync());
      z!.forEach((m, k) => {
        expect(m).toBeLessThanOrEqual(i![k]! + 1e-5);
      });
    });
    disposeNetwork(net);
  }
});
