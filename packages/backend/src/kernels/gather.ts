import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';

type Inputs = { x: tf.Tensor; indices: tf.Tensor };
type Attrs = { axis: number; batchDims: number };

/**
 * Gather with batch axes: the batch is folded into the gathered axis and the indices are shifted to
 * match. The wasm backend's own kernel misreads a batch (of three rows, it takes the second row's
 * indices wrongly). Without batch axes it is right, and used.
 */
export const gather = composedKernel<Inputs, Attrs>('GatherV2', ({ x, indices }, attrs) => {
  const { batchDims } = attrs;
  if (batchDims === 0) return undefined;
  const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
  const size = tf.util.sizeFromShape;
  const [batchShape, outer, inner] = [
    x.shape.slice(0, batchDims),
    x.shape.slice(batchDims, axis),
    x.shape.slice(axis + 1),
  ];
  const batch = size(batchShape);
  const length = x.shape[axis]!;
  const perBatch = indices.size / batch;
  const rows = Int32Array.from(indices.dataSync(), (index, i) => {
    if (index < 0 || index >= length) {
      throw new Error(`GatherV2: the index value ${index} is not in [0, ${length - 1}]`);
    }
    return Math.floor(i / perBatch) * length + index;
  });
  const blocks = tf.reshape(x, [batch, size(outer), length, size(inner)]);
  const lines = tf.reshape(tf.transpose(blocks, [0, 2, 1, 3]), [batch * length, size(outer) * size(inner)]);
  const picked = tf.reshape(tf.gather(lines, tf.tensor1d(rows, 'int32')), [
    batch,
    perBatch,
    size(outer),
    size(inner),
  ]);
  return tf.reshape(tf.transpose(picked, [0, 2, 1, 3]), [
    ...batchShape,
    ...outer,
    ...indices.shape.slice(batchDims),
    ...inner,
  ]);
});
