import * as tf from '@tensorflow/tfjs-core';
import '../cpu';
import '../wasm';
import { runOn, seeded, type Values } from './testing';

beforeAll(() => tf.setBackend('wasm'));

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const bits = ({ shape, values }: Values) => ({
  shape,
  values: values.map((v) => (Object.is(v, -0) ? '-0' : v)),
});

describe('the sum with a row', () => {
  it.each([
    [[40, 13, 16], [16]],
    [
      [40, 13, 16],
      [13, 16],
    ],
    [[9, 500], [500]],
    [[900, 6], [6]],
    [[6000, 1], [1]],
    [
      [20, 20, 16],
      [20, 1, 16],
    ],
    [[16], [300, 16]],
  ])('of %j and %j is that of the cpu backend', async (a, b) => {
    const inputs = { a: seeded(a, 1), b: seeded(b, 2) };
    expect(await runOn('wasm', 'Add', inputs, {})).toEqual(await runOn('cpu', 'Add', inputs, {}, true));
  });

  it('has NaN in the column of a NaN, and infinities', async () => {
    const b = { shape: [4], values: [1, nan, infinity, -0] };
    const { values } = await runOn(
      'wasm',
      'Add',
      { a: { shape: [1200, 4], values: Array(4800).fill(-0) }, b },
      {},
    );
    expect(bits({ shape: [4], values: values.slice(-4) }).values).toEqual([1, nan, infinity, '-0']);
    expect(values.filter(Number.isNaN).length).toBe(1200);
  });
});

describe.each(['Maximum', 'Minimum'])('%s with a number', (kernel) => {
  const a = { shape: [3, 4], values: [1, -1, nan, infinity, -infinity, 0, -0, 0.5, 1e-45, -1e-45, 3, nan] };
  it.each([0.5, 0, -0, nan, infinity, -infinity])(
    'has the bits of the own kernel, with %d',
    async (number) => {
      for (const shape of [[], [1], [1, 1]]) {
        const inputs = { a, b: { shape, values: [number] } };
        expect(bits(await runOn('wasm', kernel, inputs, {}))).toEqual(
          bits(await runOn('wasm', kernel, inputs, {}, true)),
        );
      }
    },
  );

  it('takes shapes that broadcast otherwise, and whole numbers', async () => {
    const five = { shape: [5], values: [1, 2, 3, 4, 5] };
    const whole = { shape: [4], values: [1, 2, 3, 4], dtype: 'int32' as const };
    for (const inputs of [
      { a: five, b: { shape: [1], values: [3] } },
      { a: { shape: [1], values: [3] }, b: five },
      { a: { shape: [4], values: [1, 2, 3, 4] }, b: { shape: [1, 1], values: [3] } },
      { a: whole, b: { shape: [], values: [3], dtype: 'int32' as const } },
    ])
      expect(await runOn('wasm', kernel, inputs, {})).toEqual(await runOn('cpu', kernel, inputs, {}, true));
  });
});
