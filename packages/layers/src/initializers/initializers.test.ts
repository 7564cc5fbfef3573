import * as tf from '@tensorflow/tfjs-core';
import { valuesOf } from '../testing';
import { inverseCholesky } from './cholesky';
import { constantInitializer, ones, zeros } from './constant';
import { fanIn, type Initializer } from './initializer';
import { heNormal, ibpNormal } from './normal';
import { orthogonal } from './orthogonal';

/** The greatest element of `|Q^T Q - gain^2 I|` in float64, over the shorter side. */
function departure(q: tf.Tensor, gain = 1): number {
  const [rows, columns] = [fanIn(q.shape), q.shape.at(-1)!];
  const matrix = tf.reshape(q, [rows, columns]) as tf.Tensor2D;
  const short = valuesOf(rows >= columns ? tf.transpose(matrix) : matrix);
  const [n, long] = rows >= columns ? [columns, rows] : [rows, columns];
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = i === j ? -(gain ** 2) : 0;
      for (let k = 0; k < long; k++) dot += short[i * long + k]! * short[j * long + k]!;
      worst = Math.max(worst, Math.abs(dot));
    }
  }
  return worst;
}

describe('orthogonal', () => {
  it.each([
    ['very tall', [3000, 40]],
    ['tall', [256, 100]],
    ['twice as tall', [128, 64]],
    ['a little tall', [100, 90]],
    ['square', [256, 256]],
    ['one by one', [1, 1]],
    ['wide', [40, 90]],
    ['very wide', [10, 2000]],
    ['one column', [300, 1]],
    ['a 3x3 convolution', [3, 3, 16, 32]],
    ['a wide convolution', [1, 1, 16, 160]],
  ])('%s %p', (_, shape) => {
    for (const seed of [1, 2]) {
      const q = orthogonal()(shape, seed);
      expect(q.shape).toEqual(shape);
      expect(departure(q)).toBeLessThan(1e-5);
    }
  });

  it('takes the gain', () => {
    expect(departure(orthogonal(0.5)([20, 10], 1), 0.5)).toBeLessThan(1e-5);
  });

  it('is uniform: no sign or direction is preferred', () => {
    const entries = Array.from({ length: 200 }, (_, seed) => valuesOf(orthogonal()([3, 2], seed))).flat();
    const mean = (f: (x: number) => number) => entries.reduce((sum, x) => sum + f(x), 0) / entries.length;
    // each entry of a unit vector in space: mean 0, mean square 1/3, mean fourth power 1/5
    expect(Math.abs(mean((x) => x))).toBeLessThan(0.05);
    expect(mean((x) => x ** 2)).toBeCloseTo(1 / 3, 5);
    expect(Math.abs(mean((x) => x ** 4) - 1 / 5)).toBeLessThan(0.02);
  });
});

describe('normal', () => {
  it.each<[string, Initializer, number]>([
    ['heNormal', heNormal, Math.sqrt(2 / 288)],
    ['ibpNormal', ibpNormal(), Math.sqrt(2 * Math.PI) / 288],
    ['ibpNormal(0.5)', ibpNormal(0.5), Math.sqrt(2 * Math.PI) / 576],
  ])('%s has mean 0 and its deviation', (_, initializer, deviation) => {
    const { mean, variance } = tf.moments(initializer([3, 3, 32, 64], 5));
    // 18,432 samples: the deviation is known to half a percent
    expect(Math.abs(valuesOf(mean)[0]!)).toBeLessThan(deviation * 0.03);
    expect(Math.abs(Math.sqrt(valuesOf(variance)[0]!) / deviation - 1)).toBeLessThan(0.03);
  });

  it('ibpNormal keeps the width of bounds where heNormal multiplies it', () => {
    const growth = (initializer: Initializer) =>
      tf.tidy(() => valuesOf(tf.mean(tf.mul(tf.sum(tf.abs(initializer([400, 400], 3)), 0), 0.5)))[0]!);
    expect(Math.abs(growth(ibpNormal()) - 1)).toBeLessThan(0.01);
    expect(growth(heNormal)).toBeGreaterThan(10);
  });
});

describe('every initializer', () => {
  it.each<[string, Initializer]>([
    ['orthogonal', orthogonal()],
    ['heNormal', heNormal],
    ['ibpNormal', ibpNormal()],
  ])('%s depends on the seed alone, also on seed 0', (_, initializer) => {
    for (const seed of [0, 1, -3, 12345]) {
      expect(valuesOf(initializer([4, 3], seed))).toEqual(valuesOf(initializer([4, 3], seed)));
      expect(valuesOf(initializer([4, 3], seed))).not.toEqual(valuesOf(initializer([4, 3], seed + 1)));
    }
  });

  it.each<[string, Initializer]>([
    ['orthogonal', orthogonal()],
    ['orthogonal, square', (_, seed) => orthogonal()([5, 5], seed)],
    ['heNormal', heNormal],
    ['ibpNormal', ibpNormal()],
    ['zeros', zeros],
  ])('%s makes one tensor', (_, initializer) => {
    const before = tf.memory().numTensors;
    initializer([40, 2], 1);
    expect(tf.memory().numTensors).toBe(before + 1);
  });

  it('constants', () => {
    expect(valuesOf(constantInitializer(0.5)([2, 2], 1))).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect([...valuesOf(ones([2], 1)), ...valuesOf(zeros([2], 1))]).toEqual([1, 1, 0, 0]);
  });
});

describe('inverseCholesky', () => {
  it('inverts the factor of a matrix done by hand', () => {
    // [[4, 2], [2, 5]] = R^T R with R = [[2, 1], [0, 2]]; R^-1 = [[1/2, -1/4], [0, 1/2]]
    expect([...inverseCholesky([4, 2, 2, 5], 2)]).toEqual([0.5, -0.25, 0, 0.5]);
  });

  it('refuses a matrix that is not positive definite, or not a number', () => {
    expect(() => inverseCholesky([1, 1, 1, 1], 2)).toThrow(
      'inverseCholesky: expected a positive pivot, got 0 at 1',
    );
    expect(() => inverseCholesky([Number.NaN], 1)).toThrow('expected a positive pivot, got NaN at 0');
  });
});
