import { linfBall } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type Ball, createBall } from '../ball';
import { randomOf } from '../random';
import { l2 } from './l2';
import { linf } from './linf';

const distances = {
  linf: (ball: Ball, point: Float32Array) => Math.max(...ball.x.map((v, i) => Math.abs(point[i]! - v))),
  l2: (ball: Ball, point: Float32Array) => Math.hypot(...point.map((v, i) => v - ball.x[i]!)),
};
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const balls = fc
  .tuple(fc.array(unit, { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 1.5, noNaN: true }))
  .map(([x, epsilon]) => createBall(Float32Array.from(x), epsilon, [0, 1]));

describe.each([linf(), l2()])('$name', (norm) => {
  const length = distances[norm.name as keyof typeof distances];

  it('projects any point into the ball and the range, in float64, and leaves what is inside', () => {
    fc.assert(
      fc.property(balls, fc.integer(), fc.constantFrom(1e-6, 1, 100), (ball, seed, scale) => {
        const noise = randomOf(seed)('noise', ball.x.length, 'gaussian');
        const point = ball.x.map((v, i) => v + scale * noise[i]!);
        norm.project(point, ball);
        expect(norm.contains(point, ball)).toBe(true);
        expect(Math.min(...point)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...point)).toBeLessThanOrEqual(1);
        expect(length(ball, point)).toBeLessThanOrEqual(ball.epsilon * (1 + 1e-12));
        const again = point.slice();
        norm.project(again, ball);
        expect(again).toEqual(point);
      }),
      { seed: 1810, numRuns: 400 },
    );
  });

  it('does not contain what is outside by the last digit, nor NaN', () => {
    const ball = createBall(Float32Array.of(0.5, 0.5), 0.1, [0, 1]);
    expect(norm.contains(Float32Array.of(0.5, 0.6), ball)).toBe(false); // in float32 0.60000002
    expect(norm.contains(Float32Array.of(0.5, 0.59999996), ball)).toBe(true);
    expect(norm.contains(Float32Array.of(0.5, 0.4), ball)).toBe(true); //   in float32 0.40000001
    expect(norm.contains(Float32Array.of(0.5, Number.NaN), ball)).toBe(false);
    expect(norm.contains(ball.x, ball)).toBe(true);
  });

  it('draws over the whole ball, without favour', () => {
    const ball = createBall(new Float32Array(3), 2, [-9, 9]);
    const points = Array.from({ length: 2000 }, (_, i) => {
      const point = new Float32Array(3);
      norm.draw(point, ball, randomOf(1, i));
      return point;
    });
    for (let i = 0; i < 3; i++) {
      const mean = points.reduce((sum, point) => sum + point[i]!, 0) / points.length;
      expect(Math.abs(mean)).toBeLessThan(0.12);
    }
    // a ball of half the radius holds an eighth of the volume
    const inner = points.filter((point) => length(ball, point) <= 1).length / points.length;
    expect(Math.abs(inner - 1 / 8)).toBeLessThan(0.03);
    expect(Math.max(...points.map((point) => length(ball, point)))).toBeLessThan(2 + 1e-6);
  });
});

it('the box lies in the one that is certified', () => {
  for (const [seed, epsilon] of [0.1, 8 / 255, 0.3, 1e-9].entries()) {
    const x = tf.randomUniform([1, 500], 0, 1, 'float32', seed + 1);
    const box = linfBall(x, epsilon);
    const ball = createBall(x.dataSync() as Float32Array, epsilon, [0, 1]);
    const [lower, upper] = [box.lower.dataSync(), box.upper.dataSync()];
    expect(ball.lower.every((v, i) => v >= lower[i]! && v <= ball.x[i]!)).toBe(true);
    expect(ball.upper.every((v, i) => v <= upper[i]! && v >= ball.x[i]!)).toBe(true);
  }
});
