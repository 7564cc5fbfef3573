import type * as tf from '@tensorflow/tfjs-core';
import { capture, type TensorFunction, type TensorSpec } from '../capture/capture';
import type { Constant, Graph } from '../graph/graph';
import { encodeModel } from '../proto/encode';

/** The bytes of an ONNX file of a function, the values of the variables it reads as they are now. */
export async function toOnnx<I extends string, O extends string>(
  fn: TensorFunction<I, O>,
  inputs: { readonly [K in I]: TensorSpec },
): Promise<Uint8Array> {
  const { graph, reads } = capture(fn, inputs);
  const weights = await Promise.all([...reads].map(([name, variable]) => constantOf(name, variable)));
  return encodeModel(withConstants(graph, weights));
}

async function constantOf(name: string, variable: tf.Variable): Promise<Constant> {
  const data = (await variable.data()) as Float32Array | Int32Array;
  return { name, dtype: variable.dtype as 'float32', shape: variable.shape, data: data.slice() };
}

const withConstants = (graph: Graph, constants: readonly Constant[]): Graph => ({
  ...graph,
  inputs: graph.inputs.filter(({ name }) => constants.every((constant) => constant.name !== name)),
  constants: [...graph.constants, ...constants],
});
