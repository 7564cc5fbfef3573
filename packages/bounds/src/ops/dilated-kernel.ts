import * as tf from '@tensorflow/tfjs-core';

/** `[n, rest]` to `[(n - 1) * by + 1, rest]`: zeros between the rows. */
function spreadRows(rows: tf.Tensor, by: number): tf.Tensor {
  const [n, rest] = rows.shape as [number, number];
  const padded = tf.pad(tf.reshape(rows, [n, 1, rest]), [
    [0, 0],
    [0, by - 1],
    [0, 0],
  ]);
  return tf.slice(tf.reshape(padded, [n * by, rest]), [0, 0], [(n - 1) * by + 1, rest]);
}

/**
 * The kernel `[height, width, inputs, filters]` of the same convolution without dilation: zeros between its
 * entries. For the transposed convolution, which tfjs does not dilate.
 */
export function dilatedKernel(kernel: tf.Tensor, dilations: readonly [number, number] = [1, 1]): tf.Tensor {
  const [vertical, horizontal] = dilations;
  if (vertical === 1 && horizontal === 1) return kernel;
  return tf.tidy(() => {
    const [height, width, inputs, filters] = kernel.shape as [number, number, number, number];
    const tall = spreadRows(tf.reshape(kernel, [height, width * inputs * filters]), vertical);
    const columnsFirst = tf.transpose(tf.reshape(tall, [-1, width, inputs * filters]), [1, 0, 2]);
    const wide = spreadRows(tf.reshape(columnsFirst, [width, -1]), horizontal);
    const rowsFirst = tf.transpose(tf.reshape(wide, [-1, tall.shape[0]!, inputs * filters]), [1, 0, 2]);
    return tf.reshape(rowsFirst, [tall.shape[0]!, -1, inputs, filters]);
  });
}
