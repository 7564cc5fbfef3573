import { labelTensor } from '@ibp/bounds';
import { type HostArray, type Network, outputShape } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Examples } from './losses/loss';

/**
 * Labels as an input of a compiled function, which cannot say what is wrong with one: arrays are checked here.
 *
 * @throws when a label of an array is not a class.
 */
export async function hostLabels(where: string, network: Network, { labels }: Examples): Promise<HostArray> {
  if (labels instanceof tf.Tensor) {
    return { dtype: 'int32', shape: labels.shape, data: Int32Array.from(await labels.data()) };
  }
  const [classes = 0, ...rest] = outputShape(network);
  // what else the output may be is for the loss to say
  if (rest.length === 0 && classes >= 2) tf.dispose(labelTensor(where, labels, classes));
  return { dtype: 'int32', shape: [labels.length], data: Int32Array.from(labels) };
}
