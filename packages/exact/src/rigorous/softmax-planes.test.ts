import { plainChain, plainTensor, randomFloats, stream } from '@ibp/testing';
import { exp, fixed, one, over, times } from '../testing/series';
import { rigorousBounds } from './bounds';
import { encloseSoftmax } from './enclose-softmax';
import { rigorousBox } from './enclosure';
import { inMiddle, type Plane, planeAbove, planeBelow } from './softmax-planes';

const softmaxOf = (x: readonly number[]): bigint[] => {
  const powers = x.map((v) => exp(fixed(v)));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((v) => over(v, total));
};
const heightOf = ({ slopes, shift }: Plane, x: readonly number[]): bigint =>
  x.reduce((sum, v, j) => sum + times(fixed(slopes[j]!), fixed(v)), fixed(shift));

it('no point of a box is beyond the planes of softmax, exactly, and they are nearer than intervals', () => {
  let [gained, count] = [0, 0];
  for (let seed = 0; seed < 12; seed++) {
    const n = 2 + (seed % 3);
    const center = Float64Array.from(randomFloats(2 * n, seed, 3));
    const width = [0.01, 0.4, 2][seed % 3]!;
    const box = { lower: center.map((x) => x - width), upper: center.map((x) => x + width) };
    const { lower, upper } = encloseSoftmax(box, n);
    const next = stream(seed);
    const points = Array.from({ length: 6 }, (_, k) =>
      Array.from({ length: n }, (_, j) => {
        const t = k % 2 ? next() : Math.round(next());
        return t === 1 ? box.upper[n + j]! : box.lower[n + j]! + t * width;
      }),
    );
    for (let own = 0; own < n; own++) {
      const share = { start: n, n, own };
      const [above, below] = [planeAbove(box, share)!, planeBelow(box, share)!];
      for (const x of points) {
        const y = softmaxOf(x)[own]!;
        expect(heightOf(below, x) - 2n <= y && y <= heightOf(above, x) + 2n).toBe(true); // of the series, 2^-320
      }
      gained += upper[n + own]! - inMiddle(above, box, n) + inMiddle(below, box, n) - lower[n + own]!;
      count++;
    }
  }
  expect(gained / count).toBeGreaterThan(0.02);
});

it('is 1 of one logit, nothing where exponentials overflow, and what the box says where logits are far apart', () => {
  const single = planeAbove(
    { lower: Float64Array.of(-3), upper: Float64Array.of(5) },
    { start: 0, n: 1, own: 0 },
  )!;
  expect(Number(heightOf(single, [4]) - one) / Number(one)).toBeLessThan(1e-12);
  const far = { lower: Float64Array.of(-2000, 0), upper: Float64Array.of(0, 2000) };
  expect(planeAbove(far, { start: 0, n: 2, own: 0 })).toBeUndefined();
  expect(planeBelow(far, { start: 0, n: 2, own: 0 })).toBeUndefined();
});

it('tells classes apart through softmax that intervals cannot', () => {
  const kernel = plainTensor([2, 3], [2, 1.9, -1, -1, 0.9, 1]);
  const network = plainChain([2], ['dense', { kernel }], ['softmax', {}]);
  const box = rigorousBox([0.5, 0.25], 0.05, [-1, 1]);
  const spec = { c: Float64Array.of(-1, 0, 1), d: Float64Array.of(0) };
  const [byIntervals, byPlanes] = (['ibp', 'crown'] as const).map(
    (method) => rigorousBounds(network, box, spec, { method })[0]!,
  );
  // at the corner where the third class is nearest
  const [first, , third] = softmaxOf([0.45 * 2 - 0.3, 0.45 * 1.9 + 0.27, -0.45 + 0.3]);
  expect(byPlanes).toBeGreaterThanOrEqual(Number(third! - first!) / Number(one));
  expect(byPlanes).toBeLessThan(byIntervals! - 0.01);
});
