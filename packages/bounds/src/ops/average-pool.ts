import { type PoolParams, type Shape, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds, outwardMeans } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { TensorOp } from './definition';
import { samePadding } from './same-padding';

/** The wasm kernel gives -Infinity for a window with a NaN; adding 0 times the result makes that NaN again. */
const validPool = (x: tf.Tensor, { size, strides }: PoolParams): tf.Tensor => {
  const mean = tf.avgPool(x as tf.Tensor4D, [...size], [...strides], 'valid');
  return tf.add(mean, tf.mul(mean, 0));
};

/** What `same` pads along height and width, and `[1, height', width', 1]`: window size over units counted. */
function border(input: Shape, { size, strides, padding }: PoolParams) {
  if (padding === 'valid') return undefined;
  const [rows, columns] = ([0, 1] as const).map((axis) =>
    samePadding(input[axis]!, size[axis], strides[axis]),
  );
  const weight = tf.outerProduct(tf.tensor1d(rows!.weights), tf.tensor1d(columns!.weights));
  return { rows: rows!, columns: columns!, weight: tf.expandDims(tf.expandDims(weight, 0), -1) };
}

/**
 * `same` as an explicit border of zeros that is weighted away: the gradient tfjs has for `same` divides by the
 * size of the window even where the forward pass does not count what is padded.
 */
const pool = (x: tf.Tensor, params: PoolParams): tf.Tensor =>
  tf.tidy(() => {
    const around = border(x.shape.slice(1), params);
    if (!around) return validPool(x, params);
    const padded = tf.pad(x, [[0, 0], around.rows.pads, around.columns.pads, [0, 0]]);
    return tf.mul(validPool(padded, params), around.weight);
  });

/** `validPool` transposed: the kernel of its gradient; the gradient of that is the pool again. */
function transposed(y: tf.Tensor, inputShape: Shape, params: PoolParams): tf.Tensor {
  const input = tf.zeros([...inputShape]);
  const attrs = { filterSize: [...params.size], strides: [...params.strides], pad: 'valid' };
  return tf.customGrad((dy) => ({
    value: tf.engine().runKernel('AvgPoolGrad', { dy: dy as tf.Tensor, input }, attrs) as tf.Tensor,
    gradFunc: (g: tf.Tensor) => validPool(g, params),
  }))(y);
}

const windowSize = ({ size }: PoolParams): number => size[0] * size[1];

/** The mean of each window; what `same` pads is not counted. An infinite input gives NaN. */
export const averagePool: TensorOp<'averagePool'> = {
  ...vocabulary.averagePool,
  forward: pool,
  interval: (x, params) => increasingBounds(x, (end) => pool(end, params)),
  rounding: (x, params) => outwardMeans(x, (end) => pool(end, params), windowSize(params)),
  reach: { of: pool, fanIn: windowSize, terms: windowSize },
  pullBack: ({ c, d }, params, inputShape) =>
    tf.tidy(() => {
      const folded = foldSpecs(c);
      const n = folded.shape[0]!;
      const [height, width, channels] = inputShape as [number, number, number];
      const around = border(inputShape, params);
      if (!around) {
        return { c: unfoldSpecs(transposed(folded, [n, ...inputShape], params), c), d: d.clone() };
      }
      const { rows, columns, weight } = around;
      const outer = [n, height + rows.total, width + columns.total, channels];
      const padded = transposed(tf.mul(folded, weight), outer, params);
      const inner = tf.slice(padded, [0, rows.pads[0], columns.pads[0], 0], [n, ...inputShape]);
      return { c: unfoldSpecs(inner, c), d: d.clone() };
    }),
};
