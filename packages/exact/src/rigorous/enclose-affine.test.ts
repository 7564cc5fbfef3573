import { affineMap } from '@ibp/core';
import { throughAffine } from './backward-affine';
import { encloseAffine } from './enclose-affine';
import { totals } from './totals';

const wave = (n: number) => Float32Array.from({ length: n }, (_, k) => Math.sin(7 * k + 1));
const convolution = affineMap(
  {
    ...{ op: 'conv2d', name: 'c', inputs: [0], shape: [3, 3, 4] },
    params: { kernel: { shape: [2, 2, 3, 4], data: wave(48) }, strides: [1, 1], padding: 'same' },
  },
  [[3, 3, 3]],
);
const lower = Float64Array.from(wave(27));
const box = { lower, upper: lower.map((l, i) => (i % 3 ? l + 0.1 : l)) };

it('finds the same in rows where they lie as in rows that are copied', () => {
  const { runs, ...copied } = convolution;
  expect(runs).toBeDefined();
  const enclosed = encloseAffine(convolution, [box]);
  expect(enclosed).toEqual(encloseAffine(copied, [box]));
  const c = Float64Array.from(wave(2 * 36));
  const [own, other] = [convolution, copied].map((map) => {
    const into = [new Float64Array(2 * 27)];
    const sums = totals(new Float64Array(2));
    throughAffine(map, enclosed.reach, { c, into, terms: 9, sums });
    return { into, sums };
  });
  expect(own).toEqual(other);
});

it('gives a point no width but that of rounding, 0 being exact', () => {
  const [zero, point] = [new Float64Array(27), Float64Array.from(wave(27))];
  const ofZero = encloseAffine(convolution, [{ lower: zero, upper: zero }]);
  expect(Math.max(...ofZero.upper.map((u, i) => u - ofZero.lower[i]!))).toBeLessThan(1e-299);
  const ofPoint = encloseAffine(convolution, [{ lower: point, upper: point }]);
  const widest = Math.max(...ofPoint.upper.map((u, i) => u - ofPoint.lower[i]!));
  expect(widest).toBeGreaterThan(0);
  expect(widest).toBeLessThan(1e-13);
});
