import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from '../patch';

/** As much as is used here of the backend: a shader has the output and this many inputs less one as storage buffers. */
type Backend = { readonly device: { readonly limits: { readonly maxStorageBuffersPerShaderStage: number } } };

/**
 * A sum of many tensors, in groups that fit a shader. The backend's own kernel binds them all: the device refuses, and
 * drops with it whatever was sent along. No error is thrown, and what was to be computed stays as the memory was.
 */
export const addN = composedKernel<readonly tf.Tensor[], object>('AddN', (inputs, attrs, stock) => {
  const { maxStorageBuffersPerShaderStage } = (tf.backend() as unknown as Backend).device.limits;
  const most = maxStorageBuffersPerShaderStage - 1;
  const { rank, shape } = inputs[0]!;
  if (!stock || (inputs.length <= most && rank <= 6)) return undefined;
  const tensors = inputs.map((x) => tf.reshape(x, [-1])); // there are no shaders of seven axes
  const add = (some: readonly tf.Tensor[]) => runKernel(stock, some as never, attrs);
  let sum = add(tensors.slice(0, most));
  for (let i = most; i < tensors.length; i += most - 1) sum = add([sum, ...tensors.slice(i, i + most - 1)]);
  return tf.reshape(sum, shape);
});
