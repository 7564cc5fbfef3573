import * as tf from '@tensorflow/tfjs-core';
import '../cpu';
import '../wasm';
import { runOn } from './testing';

beforeAll(() => tf.setBackend('wasm'));

const values = [3, -2, 1e-7, -1e-7, 1e-30, -1e-30, 1e-45, -1e-45, 0, -0, Number.POSITIVE_INFINITY];
const x = { shape: [values.length + 2], values: [...values, Number.NEGATIVE_INFINITY, Number.NaN] }; // three blocks of four, and one more
const expected = [1, -1, 1, -1, 1, -1, 1, -1, 0, 0, 1, -1, 0];

it.each(['wasm', 'cpu'])('is that of the number, however small, on %s', async (backend) =>
  expect((await runOn(backend, 'Sign', { x }, {})).values).toEqual(expected),
);

it("needs this: the backend's own is 0 near 0", async () => {
  const { values } = await runOn('wasm', 'Sign', { x }, {}, true);
  expect(values.slice(0, 8)).toEqual([1, -1, 0, 0, 0, 0, 0, 0]);
});

it('is of whole numbers too', () =>
  expect(tf.sign(tf.tensor1d([-5, 0, 7], 'int32')).arraySync()).toEqual([-1, 0, 1]));
