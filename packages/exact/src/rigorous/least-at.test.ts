import type { PlainNetwork } from '@ibp/core';
import { breaks, rowValue } from '../mip/row-verdict';
import { leastAt } from './least-at';

/** `(x, x)` of `x`. */
const twice: PlainNetwork = {
  nodes: [
    { op: 'input', name: 'x', inputs: [], shape: [2], params: {} },
    { op: 'concat', name: 'twice', inputs: [0, 0], shape: [4], params: { axis: 0 } },
  ],
};
const point = Float32Array.of(1, 1.0029806846167943e-12);
const box = { lower: Float64Array.from(point), upper: Float64Array.from(point) };

it('a sum that float64 rounds to above 0 is no witness: exactly it is 0', async () => {
  const spec = { c: Float64Array.of(-1, -1, 1, 1), d: Float64Array.of(0) };
  const real = Float64Array.from(point);
  expect(rowValue(twice, spec, real)).toBeGreaterThan(0);
  expect(leastAt(twice, spec, real)[0]).toBeLessThanOrEqual(0);
  expect(await breaks(twice, box, spec, point, undefined)).toBe(false);
});

it('what is above 0 by more than rounding is one', async () => {
  const spec = { c: Float64Array.of(-1, -1, 1, 1.5), d: Float64Array.of(0) };
  const half = 0.5 * point[1]!;
  const [least] = leastAt(twice, spec, Float64Array.from(point));
  expect(Math.abs(least! - half)).toBeLessThan(1e-14);
  expect(await breaks(twice, box, spec, point, undefined)).toBe(true);
});

it('a value that is no number is neither', () => {
  const spec = { c: Float64Array.of(1, 0, 0, 0), d: Float64Array.of(Number.POSITIVE_INFINITY) };
  expect(() => leastAt(twice, spec, Float64Array.from(point))).toThrow('finite');
  const [least] = leastAt(twice, { ...spec, d: Float64Array.of(0) }, Float64Array.of(Number.NaN, 0));
  expect(least).toBeNaN();
});
