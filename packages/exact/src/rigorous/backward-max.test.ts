import { plainChain, plainTensor, randomFloats, stream } from '@ibp/testing';
import { dyadic, isAtMost, least, minus, most, plus, times } from '../testing/dyadic';
import { exactBackward } from './backward';
import { rigorousBounds } from './bounds';
import { enclose } from './enclose';
import { rigorousBox } from './enclosure';

it('is at most a plane whose slopes sum up to 1 where two units meet, by hand', () => {
  // over [0, 2] and [-1, 1]: at the level 1/2 the slopes are 1.5 / 2 and 0.5 / 2
  const network = plainChain([1, 2, 1], ['maxPool', { size: [1, 2], strides: [1, 2], padding: 'valid' }]);
  const enclosures = enclose(network, { lower: Float64Array.of(0, -1), upper: Float64Array.of(2, 1) });
  const line = new Float64Array(2);
  const [bound] = exactBackward(
    network,
    enclosures,
    { c: Float64Array.of(1), d: Float64Array.of(0) },
    { line },
  );
  expect([...line]).toEqual([0.75, 0.25]);
  expect(bound).toBeCloseTo(0.75 * 2 + 0.25 + 0.75, 12);
});

it('follows units that move together, wherever they are', () => {
  // max(x, x + 0.1) - x is 0.1 at most
  const network = plainChain(
    [1],
    ['dense', { kernel: plainTensor([1, 2], [1, 1]), bias: plainTensor([2], [0, 0.125]) }],
    ['max', { axis: 0 }],
    ['subtract', {}, [2, 0]],
  );
  const box = { lower: Float64Array.of(3), upper: Float64Array.of(5) };
  const spec = { c: Float64Array.of(1), d: Float64Array.of(0) };
  const [bound] = rigorousBounds(network, box, spec, { method: 'crown' });
  expect(bound).toBeGreaterThanOrEqual(0.125);
  expect(bound).toBeLessThan(1.1); // 2.125 by intervals
});

it('no point exceeds the planes of a greatest value, exactly, and they are tighter than intervals', () => {
  let gained = 0;
  for (let seed = 0; seed < 30; seed++) {
    const kernel = randomFloats(3 * 4, seed, 1);
    const network = plainChain(
      [3],
      ['dense', { kernel: plainTensor([3, 4], kernel) }],
      ['reshape', { shape: [2, 2] }],
      ['max', { axis: 1 }],
    );
    const center = randomFloats(3, seed + 50);
    const box = rigorousBox(center, 0.3, [-2, 2]);
    const spec = { c: Float64Array.of(1, -1, 1, 1), d: Float64Array.of(0, 0.5) };
    const [byIntervals, byPlanes] = (['ibp', 'crown'] as const).map((method) =>
      rigorousBounds(network, box, spec, { method }),
    );
    const next = stream(seed);
    for (let k = 0; k < 16; k++) {
      const x = Array.from(box.lower, (l, i) => (next() < 0.5 ? l : k % 2 ? box.upper[i]! : center[i]!));
      const unit = (j: number) =>
        x.reduce((sum, v, i) => plus(sum, times(dyadic(kernel[4 * i + j]!), dyadic(v))), dyadic(0));
      const [a, b] = [most(unit(0), unit(1)), most(unit(2), unit(3))];
      const values = [minus(a, b), plus(plus(a, b), dyadic(0.5))];
      for (const [row, value] of values.entries()) {
        const known = least(dyadic(byPlanes![row]!), dyadic(byIntervals![row]!));
        expect(isAtMost(value, known)).toBe(true);
      }
    }
    gained += byIntervals![0]! - byPlanes![0]! + byIntervals![1]! - byPlanes![1]!;
  }
  expect(gained / 30).toBeGreaterThan(0.04);
});
