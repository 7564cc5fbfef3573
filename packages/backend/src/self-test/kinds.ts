import * as tf from '@tensorflow/tfjs-core';
import type { Check } from './check';

/** Numbers where a device computes with them: backends may answer small questions on the processor instead. */
const onDevice = (values: readonly number[], shape: number[]): tf.Tensor => {
  const x = tf.tensor([...values], shape);
  return tf.where(tf.ones(shape, 'bool'), x, tf.zeros(shape));
};

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** What bounds ask of numbers that are none: shaders may be compiled as if there were neither NaN nor infinity. */
function ofNoNumbers(): tf.Tensor {
  const x = onDevice([nan, infinity, -infinity, -1, 0, 2], [6]);
  const columns = tf.stack([x, tf.zerosLike(x)], 1);
  const answers = [
    tf.cast(tf.isNaN(x), 'float32'),
    tf.cast(tf.less(x, 1), 'float32'),
    tf.cast(tf.lessEqual(x, x), 'float32'),
    tf.sub(x, x),
    tf.mul(x, tf.zerosLike(x)),
    tf.where(tf.isNaN(x), tf.fill([6], 7), x),
    tf.reshape(tf.matMul(columns as tf.Tensor2D, tf.ones([2, 1])), [6]),
    tf.sum(columns, 1),
  ];
  return tf.concat(answers);
}

/** Numbers of other kinds than finite floats. */
export const kinds: Check = {
  compute: () => {
    const x = onDevice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [2, 3, 2]);
    return {
      'a transpose of int32': tf.transpose(tf.cast(x, 'int32'), [2, 0, 1]),
      'a transpose of bool': tf.transpose(tf.greater(x, 4), [2, 0, 1]),
      'what comes of NaN and infinity': ofNoNumbers(),
    };
  },
  expected: {
    'a transpose of int32': [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11],
    'a transpose of bool': [0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1],
    'what comes of NaN and infinity': [
      ...[1, 0, 0, 0, 0, 0],
      ...[0, 0, 1, 1, 1, 0],
      ...[0, 1, 1, 1, 1, 1],
      ...[nan, nan, nan, 0, 0, 0],
      ...[nan, nan, nan, 0, 0, 0],
      ...[7, infinity, -infinity, -1, 0, 2],
      ...[nan, infinity, -infinity, -1, 0, 2],
      ...[nan, infinity, -infinity, -1, 0, 2],
    ],
  },
};
