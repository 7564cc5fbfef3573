import { type InputRange, linfBall, type PerFeature } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type Ball, createBall, radiiOf } from '../ball';
import { randomOf } from '../random';
import { l2 } from './l2';
import { linf } from './linf';

const ballOf = (x: Float32Array, epsilon: PerFeature, range: InputRange): Ball =>
  createBall(x, radiiOf({ epsilon }, x.length), { range });

/** In units of the radii. */
const distances = {
  linf: (ball: Ball, point: Float32Array) => Math.max(...changes(ball, point)),
  l2: (ball: Ball, point: Float32Array) => Math.hypot(...changes(ball, point)),
};
const changes = ({ x, radii }: Ball, point: Float32Array): number[] =>
  Array.from(point, (v, i) => (v === x[i] ? 0 : Math.abs(v - x[i]!) / radii[i]!));

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const points = fc.array(unit, { minLength: 1, maxLength: 6 });
const radius = fc.double({ min: 0, max: 1.5, noNaN: true });
const balls = fc.tuple(points, radius).map(([x, epsilon]) => ballOf(Float32Array.from(x), epsilon, [0, 1]));
/** Elements of sizes from 1e-3 to 1e6, some of them fixed, some with ranges that do not end. */
const element = fc.record({
  at: unit,
  radius: fc.option(unit, { nil: 0 }),
  size: fc.integer({ min: -3, max: 6 }),
});
const tables = fc.array(element, { minLength: 1, maxLength: 6 }).map((row) => {
  const scaled = row.map(({ at, radius: own, size }) => [at * 10 ** size, own * 10 ** size] as const);
  const ends = row.map(({ size }, i) => (i % 2 === 0 ? 10 ** size : Number.POSITIVE_INFINITY));
  const x = Float32Array.from(scaled, ([at]) => at);
  return ballOf(
    x,
    scaled.map(([, own]) => own),
    [ends.map((end) => (Number.isFinite(end) ? 0 : -end)), ends],
  );
});

describe.each([linf(), l2()])('$name', (norm) => {
  const length = distances[norm.name as keyof typeof distances];

  it('projects any point into the ball and the range, in float64, and leaves what is inside', () => {
    fc.assert(
      fc.property(
        fc.oneof(balls, tables),
        fc.integer(),
        fc.constantFrom(1e-6, 1, 100),
        (ball, seed, scale) => {
          const noise = randomOf(seed)('noise', ball.x.length, 'gaussian');
          const point = ball.x.map((v, i) => v + scale * Math.max(1, v) * noise[i]!);
          norm.project(point, ball);
          expect(norm.contains(point, ball)).toBe(true);
          expect(point.every((v, i) => v >= ball.lower[i]! && v <= ball.upper[i]!)).toBe(true);
          expect(length(ball, point)).toBeLessThanOrEqual(1 + 1e-12);
          const again = point.slice();
          norm.project(again, ball);
          expect(again).toEqual(point);
        },
      ),
      { seed: 1810, numRuns: 400 },
    );
  });

  it('does not contain what is outside by the last digit, nor NaN', () => {
    const ball = ballOf(Float32Array.of(0.5, 0.5), 0.1, [0, 1]);
    expect(norm.contains(Float32Array.of(0.5, 0.6), ball)).toBe(false); // in float32 0.60000002
    expect(norm.contains(Float32Array.of(0.5, 0.59999996), ball)).toBe(true);
    expect(norm.contains(Float32Array.of(0.5, 0.4), ball)).toBe(true); //   in float32 0.40000001
    expect(norm.contains(Float32Array.of(0.5, Number.NaN), ball)).toBe(false);
    expect(norm.contains(ball.x, ball)).toBe(true);
  });

  it('draws over the whole ball, without favour', () => {
    const ball = ballOf(new Float32Array(3), 2, [-9, 9]);
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
    const inner = points.filter((point) => length(ball, point) <= 1 / 2).length / points.length;
    expect(Math.abs(inner - 1 / 8)).toBeLessThan(0.03);
    expect(Math.max(...points.map((point) => length(ball, point)))).toBeLessThan(1 + 1e-6);
  });
});

it('linf moves each element by its own radius; l2 is an ellipsoid with the radii as half-axes', () => {
  const infinity = Number.POSITIVE_INFINITY;
  const range = [[0, -infinity, 0], infinity] as const;
  const x = Float32Array.of(1, 100, 7);
  const ball = ballOf(x, [2, 50, 0], range);
  expect([...ball.lower, ...ball.upper]).toEqual([0, 50, 7, 3, 150, 7]);
  const box = Float32Array.of(9, 9, 9);
  linf().project(box, ball);
  expect([...box]).toEqual([3, 50, 7]);
  // 1.2 / 2 and 40 / 50 are 0.6 and 0.8: at distance 1
  expect(l2().contains(Float32Array.of(2.1, 140, 7), ball)).toBe(true);
  expect(l2().contains(Float32Array.of(2.25, 140, 7), ball)).toBe(false);
  expect(l2().contains(Float32Array.of(1, 100, 7.0001), ball)).toBe(false);
  const far = Float32Array.of(1 + 2 * 1.2, 100 + 2 * 40, 8);
  l2().project(far, ball);
  expect([...far].map((v) => Number(v.toFixed(4)))).toEqual([2.2, 140, 7]);
});

it('l2 draws over the whole ellipsoid, without favour, and leaves what is fixed', () => {
  const ball = ballOf(Float32Array.of(0, 0, 5), [2, 100, 0], [-1e3, 1e3]);
  const points = Array.from({ length: 2000 }, (_, i) => {
    const point = new Float32Array(3);
    l2().draw(point, ball, randomOf(1, i));
    return point;
  });
  expect(points.every((point) => point[2] === 5 && distances.l2(ball, point) < 1 + 1e-6)).toBe(true);
  // an ellipse of half the axes holds a quarter of the area
  const inner = points.filter((point) => distances.l2(ball, point) <= 1 / 2).length / points.length;
  expect(Math.abs(inner - 1 / 4)).toBeLessThan(0.03);
  const fixed = ballOf(Float32Array.of(3), 0, [0, 9]);
  const point = new Float32Array(1);
  l2().draw(point, fixed, randomOf(1));
  expect(point[0]).toBe(3);
});

it('the box lies in the one that is certified', () => {
  for (const [seed, epsilon] of [0.1, 8 / 255, 0.3, 1e-9].entries()) {
    const x = tf.randomUniform([1, 500], 0, 1, 'float32', seed + 1);
    const box = linfBall(x, epsilon);
    const ball = ballOf(x.dataSync() as Float32Array, epsilon, [0, 1]);
    const [lower, upper] = [box.lower.dataSync(), box.upper.dataSync()];
    expect(ball.lower.every((v, i) => v >= lower[i]! && v <= ball.x[i]!)).toBe(true);
    expect(ball.upper.every((v, i) => v <= upper[i]! && v >= ball.x[i]!)).toBe(true);
  }
});
