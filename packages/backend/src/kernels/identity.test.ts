import * as tf from '@tensorflow/tfjs-core';
import '../wasm';

beforeAll(() => tf.setBackend('wasm'));

it('shares its numbers with the tensor that it is of, and outlives it', () => {
  const before = tf.memory();
  const x = tf.tensor1d([1, Number.NaN, -3]);
  const y = tf.clone(x);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 1);
  x.dispose();
  expect([...y.dataSync()]).toEqual([1, Number.NaN, -3]);
  y.dispose();
  expect(tf.memory()).toEqual(before);
});

it('is what a cast to the type that there is gives', () => {
  const x = tf.tensor1d([1, 0], 'bool');
  const buffers = tf.memory().numDataBuffers;
  const y = tf.engine().runKernel<tf.Tensor>('Cast', { x }, { dtype: 'bool' });
  expect(tf.memory().numDataBuffers).toBe(buffers);
  x.dispose();
  expect([y.dtype, [...y.dataSync()]]).toEqual(['bool', [1, 0]]);
});

it('keeps strings', () => {
  const x = tf.tensor1d(['a', 'b']);
  expect(tf.clone(x).dataSync()).toEqual(['a', 'b']);
});

it('gives a variable that is assigned again values of its own', () => {
  const x = tf.tensor1d([1, 2]);
  const y = tf.variable(tf.clone(x));
  y.assign(tf.add(y, 1));
  expect([[...x.dataSync()], [...y.dataSync()]]).toEqual([
    [1, 2],
    [2, 3],
  ]);
  y.dispose();
});
