import * as tf from '@tensorflow/tfjs-core';
import { carliniWagner } from './carlini-wagner';
import { crossEntropyLoss } from './cross-entropy';
import { logitsRatio } from './logits-ratio';
import type { AttackLoss } from './loss';
import { margin } from './margin';
import { topKHinge } from './top-k-hinge';

/** Logits of four classes, label 1: the specifications are the classes 2, 3 and 0. */
const logits = [0.5, 2, -1, 1.25];
const values = [logits[2]! - 2, logits[3]! - 2, logits[0]! - 2];
const lossAt = (loss: AttackLoss, target?: number) =>
  tf.tidy(
    () =>
      loss(tf.tensor2d([values]), tf.tensor2d([[0, 1, 2].map((i) => (i === target ? 1 : 0))])).dataSync()[0],
  );
const probability = (k: number) =>
  Math.exp(logits[k]!) / logits.reduce((sum, logit) => sum + Math.exp(logit), 0);

it('margin: the target, or the greatest', () => {
  expect(lossAt(margin())).toBe(-0.75);
  expect(lossAt(margin(), 2)).toBe(-1.5);
});

it('crossEntropy: that of the logits', () => {
  expect(lossAt(crossEntropyLoss())).toBeCloseTo(-Math.log(probability(1)), 5);
  expect(lossAt(crossEntropyLoss(), 2)).toBeCloseTo(Math.log(probability(0)), 5);
});

it('carliniWagner: the lead over all other classes, up to the confidence', () => {
  expect(lossAt(carliniWagner())).toBe(-0.75);
  expect(lossAt(carliniWagner(), 2)).toBe(0.5 - 2);
  const lead = () => carliniWagner({ confidence: 3 })(tf.tensor2d([[4, 2, 10]]), tf.tensor2d([[0, 0, 1]]));
  expect(lead().dataSync()[0]).toBe(3);
  const other = carliniWagner()(tf.tensor2d([[4, 2, 1]]), tf.tensor2d([[0, 0, 1]]));
  expect(other.dataSync()[0]).toBe(1 - 4);
  const huge = carliniWagner({ confidence: 1e32 })(tf.tensor2d([[4, 2, 2 ** 103]]), tf.tensor2d([[0, 0, 1]]));
  expect(huge.dataSync()[0]).toBe(2 ** 103);
});

it('topKHinge: the greatest values, up to the margin', () => {
  expect(lossAt(topKHinge({ k: 2 }))).toBe(-0.75 - 1.5);
  const sum = topKHinge({ k: 2, margin: 0.5 })(tf.tensor2d([[4, 0.25, -1]]), tf.zeros([1, 3]));
  expect(sum.dataSync()[0]).toBe(0.75);
});

it('logitsRatio: the margin by the distance of the first logit from the third', () => {
  expect(lossAt(logitsRatio())).toBeCloseTo(-0.75 / (2 - 0.5), 6);
  expect(lossAt(logitsRatio(), 2)).toBeCloseTo(-1.5 / (2 - 0.5), 6);
  const scaled = logitsRatio()(tf.tensor2d([values.map((v) => 1000 * v)]), tf.zeros([1, 3]));
  expect(scaled.dataSync()[0]).toBeCloseTo(-0.5, 6);
  const [single, same] = [tf.tensor2d([[-3]]), tf.zeros([1, 3]) as tf.Tensor2D];
  expect(logitsRatio()(single, tf.zeros([1, 1])).dataSync()[0]).toBe(-3);
  expect(logitsRatio()(same, tf.zeros([1, 3])).dataSync()[0]).toBe(0);
});

describe('gradients', () => {
  const losses: [string, AttackLoss][] = [
    ['margin', margin()],
    ['crossEntropy', crossEntropyLoss()],
    ['carliniWagner', carliniWagner()],
    ['topKHinge', topKHinge({ k: 2 })],
    ['logitsRatio', logitsRatio()],
  ];
  it.each(losses)('of %s are those of small differences', (_, loss) => {
    for (const target of [
      [0, 0, 0],
      [0, 0, 1],
    ]) {
      const at = tf.tensor2d([[-1.5, -0.75, 0.05]]);
      const of = (v: tf.Tensor) => tf.sum(loss(v as tf.Tensor2D, tf.tensor2d([target])));
      const gradient = tf.grad(of)(at).dataSync();
      for (let i = 0; i < 3; i++) {
        const by = tf.mul(tf.cast(tf.oneHot(tf.tensor1d([i], 'int32'), 3), 'float32'), 1e-2);
        const slope = tf.sub(of(tf.add(at, by)), of(tf.sub(at, by))).dataSync()[0]! / 2e-2;
        expect(Math.abs(gradient[i]! - slope)).toBeLessThan(1e-2);
      }
    }
  });
});

it('refuses numbers that cannot be meant', () => {
  expect(() => carliniWagner({ confidence: 0 })).toThrow(
    'carliniWagner: expected confidence to be a finite number above 0, got 0',
  );
  expect(() => topKHinge({ k: 0.5 })).toThrow('topKHinge: expected k to be a whole number >= 1, got 0.5');
});
