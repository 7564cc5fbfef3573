import { linfBall, seededDraw } from '@ibp/bounds';
import { type BoundMethod, disposeNetwork, ibp, type Network } from '@ibp/layers';
import { smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { certifiedLoss } from '../certified';
import { nominalLoss } from '../nominal';
import { pointAt } from '../testing';
import { chosenExamples } from './chosen-examples';
import { mixTrainLoss } from './mix-train';

const images = (count: number) => tf.randomUniform([count, 4, 4, 1], 0.2, 0.8, 'float32', 5);

describe('mixTrainLoss', () => {
  let net: Network;
  beforeEach(() => {
    net = smallNetwork();
  });
  afterEach(() => disposeNetwork(net));

  it('weighs what is bounded by how many of the batch are right', () => {
    const x = images(6);
    const at = pointAt({ kappa: 0, epsilon: 0.02 });
    const right = [0, 1, 2].map((label) => {
      const labels = Array.from({ length: 6 }, () => label);
      const [fit, spec] = [nominalLoss(), certifiedLoss()].map((loss) =>
        value(tf.tidy(() => loss(net, { x, labels }, at).loss)),
      ) as [number, number];
      const mixed = value(
        tf.tidy(() => mixTrainLoss({ samples: 6, alpha: 0.5, bound: ibp() })(net, { x, labels }, at).loss),
      );
      return (mixed - fit) / (spec - fit); // the weight
    });
    // each image is right for one of the three labels
    expect(right.reduce((a, b) => a + b)).toBeCloseTo(0.5, 3);
    for (const weight of right) expect(Math.round(weight * 12)).toBeCloseTo(weight * 12, 2);
  });

  it('bounds the examples that it draws, and no others', () => {
    const x = images(5);
    const labels = [0, 1, 2, 0, 1];
    const sizes: number[] = [];
    const bound: BoundMethod = (...of) => {
      sizes.push(of[1].lower.shape[0]!);
      return ibp()(...of);
    };
    const loss = mixTrainLoss({ samples: 2, bound });
    const [first, again, other] = [1, 1, 2].map((seed) =>
      value(tf.tidy(() => loss(net, { x, labels }, pointAt({ random: seededDraw(seed) })).loss)),
    );
    expect(sizes).toEqual([2, 2, 2]);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('refuses what is no count and no share', () => {
    expect(() => mixTrainLoss({ samples: 0 })).toThrow(
      'mixTrainLoss: expected a whole number of samples above 0, got 0',
    );
    expect(() => mixTrainLoss({ samples: 1, alpha: 1.5 })).toThrow(
      'mixTrainLoss: expected alpha from 0 to 1, got 1.5',
    );
  });
});

it('chosenExamples takes balls with their specifications, each once', () => {
  tf.tidy(() => {
    const x = tf.reshape(tf.range(0, 8), [8, 1]);
    const c = tf.mul(tf.reshape(tf.range(0, 8), [8, 1, 1]), tf.ones([1, 2, 3]));
    const spec = { c, d: tf.mul(x, tf.ones([1, 2])) as tf.Tensor2D };
    const seen = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      const chosen = chosenExamples(linfBall(x, 0.5, [-9, 9]), spec, 3, seededDraw(seed));
      const centers = Array.from(chosen.ball.lower.dataSync(), (l) => l + 0.5);
      expect(new Set(centers).size).toBe(3);
      expect(chosen.spec.c.shape).toEqual([3, 2, 3]);
      expect([...chosen.spec.d.dataSync()]).toEqual(centers.flatMap((v) => [v, v]));
      expect([...chosen.spec.c.dataSync()]).toEqual(
        centers.flatMap((v) => Array.from({ length: 6 }, () => v)),
      );
      for (const center of centers) seen.add(center);
    }
    expect(seen.size).toBe(8);
  });
});
