import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { relaxSoftmax } from './softmax';

const softmaxOf = (x: readonly number[]): number[] => {
  const greatest = Math.max(...x);
  const powers = x.map((v) => Math.exp(v - greatest));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((v) => v / total);
};

/** Two rows of logits in a box, and the planes of each output as plain numbers. */
function planesOf(n: number, radius: number, seed: number) {
  const centers = randomFloats(2 * n, seed, 3);
  const [lower, upper] = [-1, 1].map((sign) => centers.map((c) => c + sign * radius));
  const at = (end: Float32Array | undefined) => tf.tensor(end!, [1, 2, n]);
  const { lower: below, upper: above } = relaxSoftmax({ lower: at(lower), upper: at(upper) });
  const read = ({ matrix, offset }: typeof below) => [matrix.dataSync(), offset.dataSync()] as const;
  const [under, over] = [read(below), read(above)];
  const rows = [0, 1].map((row) => {
    const value = ([a, b]: typeof under, x: readonly number[]) => {
      return x.map((_, i) => x.reduce((sum, v, j) => sum + a[(row * n + i) * n + j]! * v, b[row * n + i]!));
    };
    const ends = [...Array(n).keys()].map((j) => [lower![row * n + j]!, upper![row * n + j]!] as const);
    return {
      ends,
      below: (x: readonly number[]) => value(under, x),
      above: (x: readonly number[]) => value(over, x),
    };
  });
  return rows;
}

it.each([
  [1, 0.3],
  [2, 0.1],
  [4, 0.01],
  [4, 0.5],
  [4, 2],
  [10, 1],
  [3, 14],
  [3, 40],
  [3, 0],
])('%d logits within %d: softmax lies between its planes', (n, radius) => {
  tf.tidy(() => {
    for (let seed = 0; seed < 4; seed++) {
      for (const { ends, below, above } of planesOf(n, radius, seed)) {
        const draws = randomFloats(n * 60, seed + 50);
        for (let k = 0; k < 60; k++) {
          const x = ends.map(([l, u], j) => {
            const t = draws[k * n + j]!;
            return k % 2 ? (t < 0 ? l : u) : l + ((t + 1) / 2) * (u - l);
          });
          const [low, high] = [below(x), above(x)];
          for (const [i, y] of softmaxOf(x).entries()) {
            if (!(low[i]! <= y && y <= high[i]!)) throw new Error(`${low[i]} <= ${y} <= ${high[i]}`);
          }
        }
      }
    }
  });
});

it('planes leave far less between them than the interval of each output does', () => {
  tf.tidy(() => {
    const [{ ends, below, above }] = planesOf(5, 0.2, 3) as [ReturnType<typeof planesOf>[number]];
    const middle = ends.map(([l, u]) => (l + u) / 2);
    const corner = (i: number, end: 0 | 1) =>
      softmaxOf(ends.map((of, j) => of[j === i ? end : ((1 - end) as 0 | 1)]))[i]!;
    for (const [i, high] of above(middle).entries()) {
      expect(high - below(middle)[i]!).toBeLessThan(0.3 * (corner(i, 1) - corner(i, 0)));
    }
  });
});
