import { apply, disposeNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { fromOnnx } from './from-onnx';
import { ints, modelOf, node, value } from './testing/model';

/** A file that takes places of `x`, `[1, 2, 3]`, with its first axis last: `[2, 3, 1]`. */
const file = (dims: readonly number[], places: readonly number[], shape: readonly number[]) =>
  modelOf(
    [node('Transpose', ['x'], ['t'], { perm: [1, 2, 0] }), node('GatherND', ['t', 'i'], ['y'])],
    { initializer: [{ ...ints('i', places), dims }], output: [value('y', shape)] },
    [1, 2, 3],
  );

it('takes places along several axes at once, by indices from either end', async () => {
  // rows 1 and 0, columns 2 and -3
  const net = await fromOnnx(file([2, 2], [1, 2, 0, -3], [2, 1]), { compare: false });
  const y = tf.tidy(() => apply(net, tf.tensor([[1, 2, 3, 4, 5, 6]], [1, 2, 3])).dataSync());
  expect([...y]).toEqual([6, 1]);
  disposeNetwork(net);
});

it('refuses places that are not there, and more axes than there are', async () => {
  await expect(fromOnnx(file([1, 2], [0, 3], [1, 1]))).rejects.toThrow(
    'expected indices from -3 to 2, got 3',
  );
  await expect(fromOnnx(file([1, 4], [0, 0, 0, 0], [1]))).rejects.toThrow(
    'expected indices of 1 to 3 axes and no batch, got [1,4]',
  );
});
