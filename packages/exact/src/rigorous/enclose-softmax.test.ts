import { randomFloats } from '@ibp/testing';
import { exp, fixed, one, over } from '../testing/series';
import { encloseSoftmax } from './enclose-softmax';

const softmaxOf = (x: readonly number[]): bigint[] => {
  const powers = x.map((v) => exp(fixed(v)));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((v) => over(v, total));
};

it('holds softmax of the corners of a box, and no more than rounding beyond them', () => {
  for (let seed = 0; seed < 20; seed++) {
    const [n, rows] = [3, 2];
    const center = Float64Array.from(randomFloats(n * rows, seed, 5));
    const box = { lower: center.map((x) => x - 0.7), upper: center.map((x) => x + 0.7) };
    const { lower, upper } = encloseSoftmax(box, n);
    for (const i of center.keys()) {
      const own = i % n;
      const at = (mine: Float64Array, others: Float64Array) =>
        softmaxOf([0, 1, 2].map((j) => (j === own ? mine : others)[i - own + j]!))[own]!;
      const [least, greatest] = [at(box.lower, box.upper), at(box.upper, box.lower)];
      expect(fixed(lower[i]!) <= least && greatest <= fixed(upper[i]!)).toBe(true);
      expect(Number(least - fixed(lower[i]!)) / Number(one)).toBeLessThan(1e-14);
      expect(Number(fixed(upper[i]!) - greatest) / Number(one)).toBeLessThan(1e-14);
    }
  }
});

it('stays between 0 and 1 for logits far apart, and is 1 of one logit', () => {
  const far = encloseSoftmax({ lower: Float64Array.of(-1e4, 0), upper: Float64Array.of(-900, 1e4) }, 2);
  expect(far.lower[0]).toBe(0);
  expect(far.upper[0]).toBeLessThan(1e-300);
  expect(far.upper[1]).toBe(1);
  const { lower, upper } = encloseSoftmax({ lower: Float64Array.of(3), upper: Float64Array.of(9) }, 1);
  expect([lower[0]! <= 1, upper[0]]).toEqual([true, 1]);
});
