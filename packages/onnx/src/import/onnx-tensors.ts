import type { Shape } from '@ibp/core';
import type { PlainFromOnnxOptions } from './plain-from-onnx';
import { decode, readModel, unpacked } from './read-onnx';

/** What an ONNX file takes and gives, in its order. */
export type FileTensors = {
  /** Shapes as in the file, a batch of 1 included. */
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly outputs: readonly string[];
};

/**
 * The inputs and outputs of an ONNX file by their names: the network of `plainFromOnnx` has the values of all inputs one after
 * the other, and its output those of all outputs.
 *
 * @throws as `plainFromOnnx` does.
 *
 * @example
 * ```ts
 * import { dense, network } from '@ibp/layers';
 * import { networkToOnnx } from '@ibp/onnx/export';
 * import { onnxTensors } from '@ibp/onnx/import';
 *
 * const { inputs } = onnxTensors(await networkToOnnx(network([2], dense(3), { seed: 1 })));
 * console.log(inputs[0]?.shape); // [ 1, 2 ]
 * ```
 */
export function onnxTensors(bytes: Uint8Array, options: PlainFromOnnxOptions = {}): FileTensors {
  const { inputs, outputs } = readModel(decode(unpacked(bytes)), options);
  return { inputs: inputs.map(({ name, shape }) => ({ name, shape })), outputs };
}
