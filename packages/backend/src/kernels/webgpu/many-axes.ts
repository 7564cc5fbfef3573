import * as tf from '@tensorflow/tfjs-core';
import { axesOf, axisByAxis } from '../axis-by-axis';
import { composedKernel } from '../patch';

type Input = { readonly x: tf.Tensor };

/** The backend's own kernel reads five axes and more back to the processor, at once, which Node cannot. */
export const tile = composedKernel<Input, { reps: readonly number[] }>('Tile', ({ x }, { reps }) =>
  x.rank < 5 || x.dtype === 'string'
    ? undefined
    : axisByAxis(
        x,
        axesOf(x, (axis) => reps[axis] !== 1),
        (three, axis) => tf.tile(three, [1, reps[axis]!, 1]),
      ),
);

/** The backend's own kernel takes four axes. */
export const reverse = composedKernel<Input, { dims: number | number[] }>('Reverse', ({ x }, { dims }) =>
  x.rank < 5
    ? undefined
    : axisByAxis(x, tf.util.parseAxisParam(dims, x.shape), (three) => tf.reverse(three, 1)),
);

/** The backend's own kernel takes six axes. */
export const slice = composedKernel<Input, { begin: number[]; size: number[] }>('Slice', ({ x }, attrs) => {
  if (x.rank < 7) return undefined;
  const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]];
  return axisByAxis(
    x,
    axesOf(x, (axis) => size[axis] !== x.shape[axis]),
    (three, axis) => tf.slice(three, [0, begin[axis]!, 0], [-1, size[axis]!, -1]),
  );
});
