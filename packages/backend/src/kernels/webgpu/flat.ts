import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, type KernelPatch, runKernel } from '../patch';

/** An op of each unit by itself, of tensors of one shape with more axes than the backend takes: by its own kernel on one axis. */
export const flat = (kernelName: string, mostAxes: number): KernelPatch =>
  composedKernel<{ readonly [name: string]: tf.Tensor }, object>(kernelName, (inputs, attrs, stock) => {
    const [first, ...others] = Object.values(inputs);
    const { rank, shape } = first!;
    const isAlike = others.every((x) => tf.util.arraysEqual(x.shape, shape));
    if (!stock || rank <= mostAxes || !isAlike) return undefined;
    const rows = Object.entries(inputs).map(([name, x]) => [name, tf.reshape(x, [-1])]);
    return tf.reshape(runKernel(stock, Object.fromEntries(rows), attrs), shape);
  });
