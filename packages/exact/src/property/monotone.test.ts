import { plainChain, plainDense, plainTensor, stream } from '@ibp/testing';
import { plainForward } from '../plain/forward';
import { assertProperty } from './assert-property';
import { type MonotoneOptions, monotone } from './monotone';

const box = { lower: Float64Array.of(-1, 0, 0), upper: Float64Array.of(1, 2, 1) };
const network = plainDense([3, 6, 2], 5);

it('is the difference that raising one feature makes', () => {
  const { network: raised, property } = monotone(network, { box, feature: 1, output: 1, slack: 0.25 });
  assertProperty('here', raised, property);
  const next = stream(3);
  for (let k = 0; k < 20; k++) {
    const [a, b, c, delta] = [next(), next(), next(), next()];
    const before = plainForward(network, Float64Array.of(a, b, c));
    const after = plainForward(network, Float64Array.of(a, b + delta, c));
    const difference = plainForward(raised, Float64Array.of(a, b, c, delta));
    expect(difference[1]).toBeCloseTo(after[1]! - before[1]!, 12);
  }
  const [{ lower, upper }] = property.boxes as [typeof box];
  expect([...lower]).toEqual([-1, 0, 0, 0]);
  expect([...upper.slice(0, 3)]).toEqual([1, 2, 1]);
  expect(upper[3]).toBeGreaterThanOrEqual(2);
  // the output falls by the slack, and the raised feature is in the box
  const [{ c, d }] = property.unsafe as [{ c: Float64Array; d: Float64Array }];
  expect([...c]).toEqual([0, 0, 0, 0, 0, -1, 0, -1, 0, -1, 0, 0]);
  expect([...d]).toEqual([-0.25, 2]);
  const falling = monotone(network, { box, feature: 1, direction: 'falling', slack: 1 }).property.unsafe[0]!;
  expect([...falling.c.slice(0, 6)]).toEqual([0, 0, 0, 0, 1, 0]);
});

it('takes images, and networks of several branches', () => {
  const image = plainChain(
    [2, 1, 1],
    ['conv2d', { kernel: plainTensor([1, 1, 1, 1], [2]), strides: [1, 1], padding: 'valid' }],
    ['relu', {}],
    ['add', {}, [1, 2]],
    ['reshape', { shape: [2] }],
  );
  const ends = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
  const { network: raised } = monotone(image, { box: ends, feature: 1, slack: 0.1 });
  expect([...plainForward(raised, Float64Array.of(0.5, -0.25, 0.5))]).toEqual([0, 1.5]);
});

it('is asked of what there is', () => {
  const ask = (change: Partial<MonotoneOptions>) => () =>
    monotone(network, { box, feature: 0, slack: 0.1, ...change });
  expect(ask({ feature: 3 })).toThrow('monotone: expected a feature from 0 to 2, got 3');
  expect(ask({ output: 2 })).toThrow('expected an output from 0 to 1, got 2');
  expect(ask({ slack: 0 })).toThrow('expected a finite slack > 0, got 0');
  expect(ask({ slack: Number.NaN })).toThrow('got NaN');
  const one = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
  expect(ask({ box: one })).toThrow('expected a box of 3 units, got 1 and 1');
  const endless = { lower: box.lower, upper: Float64Array.of(1, Infinity, 1) };
  expect(ask({ box: endless })).toThrow('expected finite lower <= upper, got [0, Infinity] at feature 1');
});
