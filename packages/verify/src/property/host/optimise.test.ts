import { plainForward } from '@ibp/exact';
import { plainChain, plainDense, plainTensor, randomFloats, stream } from '@ibp/testing';
import { hostBackward } from './backward';
import { hostBounds } from './bounds';
import { setReach } from './errors';
import { hostNetwork } from './host-network';
import { optimised } from './optimise';

type Net = Parameters<typeof hostNetwork>[0];

/** A row on the output over a box: by the slopes that lose the smallest area, and by better ones. */
function both(net: Net, box: { lower: Float64Array; upper: Float64Array }, row: Float64Array) {
  const host = hostNetwork(net)!;
  const underflow = setReach(host, box)!;
  hostBounds(host, underflow, box, undefined, { mostOpen: Number.POSITIVE_INFINITY });
  const rows = { c: row, d: new Float64Array(1) };
  const given = hostBackward(host, underflow, box, host.nodes.length - 1, rows);
  return { given, found: optimised(host, underflow, box, rows, { given, steps: 6, enough: -100 }) };
}

it.each([
  ['-relu(x) <= -s x with s in [0, 1]', 'relu', {}, -1, [-1, 2], [1, 0]],
  ['min(2 x, x) <= s x with s in [1, 2]', 'leakyRelu', { alpha: 2 }, 1, [-2, 1], [2, 1]],
] as const)('finds the best slope: %s', (_, op, params, sign, [low, high], [area, best]) => {
  const net = plainChain([1], [op, params], ['dense', { kernel: plainTensor([1, 1], [1]) }]);
  const box = { lower: Float64Array.of(low), upper: Float64Array.of(high) };
  const { given, found } = both(net, box, Float64Array.of(sign));
  expect(given.bounds[0]).toBeCloseTo(area, 9);
  expect(found.bounds[0]).toBeCloseTo(best, 9);
});

it.each([1, 3, 5])(
  'gives lines above a row of a deep network at points of the box, and a lower bound, seed %d',
  (seed) => {
    const net = plainDense([3, 12, 12, 12, 2], seed);
    const middle = Float64Array.from(randomFloats(3, seed + 5));
    const box = { lower: middle.map((v) => v - 0.5), upper: middle.map((v) => v + 0.5) };
    const row = Float64Array.of(1, -1);
    const { given, found } = both(net, box, row);
    expect(found.bounds[0]).toBeLessThan(given.bounds[0]!);
    const next = stream(seed);
    for (let k = 0; k < 300; k++) {
      const x = box.lower.map((l, i) => l + next() * (box.upper[i]! - l));
      const z = plainForward(net, x);
      const line = x.reduce((sum, v, i) => sum + found.c[i]! * v, found.d[0]!);
      expect(line).toBeGreaterThanOrEqual(z[0]! - z[1]! - 1e-12);
      expect(found.bounds[0]).toBeGreaterThanOrEqual(line - 1e-12);
    }
  },
);
