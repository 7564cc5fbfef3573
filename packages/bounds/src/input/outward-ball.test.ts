import { nextFloat32 } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { drawNumbers } from '../random/draw';
import { linfBall, outwardLinfBall } from './linf-ball';
import { outwardBall } from './outward-ball';

/** As a whole number of 2^-200: exact for the numbers of these tests. */
const exact = (value: number): bigint => BigInt(value * 2 ** 200);

const everywhere = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/** Features of sizes from 2^-8 to 2^20, each with a radius of its own. */
function features(count: number, seed: number) {
  const draw = (name: string) => drawNumbers({ seed, name, shape: [count], distribution: 'gaussian' });
  const sizes = Float64Array.from({ length: count }, (_, i) => 2 ** ((i % 29) - 8));
  const x = draw('x').map((v, i) => v * sizes[i]!);
  // not numbers that float32 has, and from much smaller than a last digit of x to as large as x
  const epsilon = Float64Array.from(draw('epsilon'), (v, i) => Math.abs(v / 3) * sizes[i]! * 2 ** -(i % 31));
  return { x, epsilon };
}

it('holds the real ball of each feature, and a float32 less would not', () => {
  const { x, epsilon } = features(20_000, 1);
  const { lower, upper } = outwardBall(x, { epsilon, range: everywhere });
  x.forEach((v, i) => {
    const [low, high] = [exact(v) - exact(epsilon[i]!), exact(v) + exact(epsilon[i]!)];
    if (exact(lower[i]!) > low || exact(nextFloat32(lower[i]!, true)) <= low) throw new Error(`lower ${i}`);
    if (exact(upper[i]!) < high || exact(nextFloat32(upper[i]!, false)) >= high)
      throw new Error(`upper ${i}`);
  });
});

it('is wider than the box rounded to nearest by a last digit at most', () => {
  const { x, epsilon } = features(1000, 2);
  const outward = outwardBall(x, { epsilon, range: everywhere });
  const nearest = linfBall(tf.tensor(x, [1, x.length]), epsilon, everywhere);
  const [lower, upper] = [nearest.lower.dataSync(), nearest.upper.dataSync()];
  let lost = 0;
  x.forEach((v, i) => {
    const digit = 2 ** -22 * (Math.abs(v) + epsilon[i]!);
    expect(Math.abs(outward.lower[i]! - lower[i]!)).toBeLessThan(digit);
    expect(Math.abs(outward.upper[i]! - upper[i]!)).toBeLessThan(digit);
    if (exact(lower[i]!) > exact(v) - exact(epsilon[i]!)) lost += 1;
  });
  expect(lost).toBeGreaterThan(100); // which is why the outward one is there
});

it('is clipped to the range of each feature, at its ends as written and as stored', () => {
  const x = Float32Array.of(0.25, 0.25, 0.5, 7);
  const range = [
    [0, Number.NEGATIVE_INFINITY, 0.3, 0],
    [1, 0.3, Number.POSITIVE_INFINITY, 7],
  ] as const;
  const { lower, upper } = outwardBall(x, { epsilon: [0.5, 0.5, 0.5, 0], range });
  // 0.3 is 0.300000012 in float32, above, and 0.29999998 below
  expect([...lower]).toEqual([0, -0.25, Math.fround(0.29999998), 7]);
  expect([...upper]).toEqual([0.75, Math.fround(0.3), 1, 7]);
});

it('of radius 0 is the point', () => {
  const x = Float32Array.of(0, -0.1, 1e30, 3e-39);
  const { lower, upper } = outwardBall(x, { epsilon: 0, range: everywhere });
  expect([lower, upper]).toEqual([x, x]);
});

it('as tensors holds the smallest one, and is wider by two last digits at most', () => {
  const { x, epsilon } = features(5000, 3);
  const stored = tf.tensor(x, [1, x.length]);
  for (const range of [everywhere, [-3, 0.3] as const]) {
    const inside = x.map((v) => Math.min(Math.max(v, range[0]), Math.fround(range[1])));
    const given = range === everywhere ? stored : tf.tensor(inside, [1, x.length]);
    const smallest = outwardBall(Float32Array.from(given.dataSync()), { epsilon, range });
    const ball = outwardLinfBall(given, epsilon, range);
    const [lower, upper] = [ball.lower.dataSync(), ball.upper.dataSync()];
    lower.forEach((low, i) => {
      const digits = 2 ** -20 * (Math.abs(x[i]!) + epsilon[i]!);
      expect(low).toBeLessThanOrEqual(smallest.lower[i]!);
      expect(upper[i]).toBeGreaterThanOrEqual(smallest.upper[i]!);
      expect(Math.max(smallest.lower[i]! - low, upper[i]! - smallest.upper[i]!)).toBeLessThanOrEqual(digits);
    });
  }
  // nothing is nowhere
  expect(outwardLinfBall(tf.tensor2d([[3]]), 0.5).lower.dataSync()[0]).toBeNaN();
});
