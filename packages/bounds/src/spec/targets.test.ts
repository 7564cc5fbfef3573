import * as tf from '@tensorflow/tfjs-core';
import { seededDraw } from '../random/draw';
import { leastLikelyTargets, otherClasses, randomTargets } from './targets';

it('otherClasses: all but the label, from the next one around', () => {
  const targets = otherClasses([0, 2, 3], 4);
  expect(targets.dtype).toBe('int32');
  expect(targets.arraySync()).toEqual([
    [1, 2, 3],
    [3, 0, 1],
    [0, 1, 2],
  ]);
});

describe('randomTargets', () => {
  const labels = Array.from({ length: 400 }, (_, i) => i % 5);

  it('are different classes, none of them the label', () => {
    randomTargets(labels, 5, 3, seededDraw(1))
      .arraySync()
      .forEach((row, i) => {
        expect(new Set([...row, labels[i]]).size).toBe(4);
        for (const k of row) expect([0, 1, 2, 3, 4]).toContain(k);
      });
  });

  it('favour no class: each of the four others about 100 times in 400', () => {
    const offsets = randomTargets(labels, 5, 1, seededDraw(2))
      .arraySync()
      .map(([k], i) => (k! - labels[i]! + 5) % 5);
    for (const offset of [1, 2, 3, 4]) {
      const count = offsets.filter((o) => o === offset).length;
      expect(Math.abs(count - 100)).toBeLessThan(35); // four standard deviations
    }
  });

  it('come from the seed', () => {
    const draw = (seed: number) => randomTargets(labels, 5, 2, seededDraw(seed)).arraySync();
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('of all other classes are all of them', () => {
    const [row] = randomTargets([1], 4, 3, seededDraw(1)).arraySync();
    expect([...row!].sort()).toEqual([0, 2, 3]);
  });

  it.each([0, 5, 1.5, Number.NaN])('refuses %d of 4', (count) => {
    expect(() => randomTargets([0], 5, count, seededDraw(1))).toThrow(
      `randomTargets: expected a count from 1 to 4, got ${count}`,
    );
  });
});

it('leastLikelyTargets: the lowest logit but for the label', () => {
  const logits = tf.tensor2d([
    [3, -1, 0],
    [3, -1, 0],
    [Number.NEGATIVE_INFINITY, 5, 9],
  ]);
  expect(leastLikelyTargets([0, 1, 2], logits).arraySync()).toEqual([[1], [2], [0]]);
  expect(() => leastLikelyTargets([0], logits)).toThrow(
    'leastLikelyTargets: expected shape [1,3], got [3,3]',
  );
});
