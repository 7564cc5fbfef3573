import type { PlainNetwork } from '@ibp/core';
import { type Dimensions, decode, type External, readModel, unpacked } from './read-onnx';

/** Options of `plainFromOnnx`. */
export type PlainFromOnnxOptions = {
  /** Sizes of axes that the file leaves open, by their names in it; an open first axis is a batch of 1 unless given. */
  readonly dimensions?: Dimensions;
  /** Names of the outputs that are wanted, in this order; all of the file's unless given. */
  readonly outputs?: readonly string[];
  /** The bytes of a file of weights beside the model, by the name that the model has for it. */
  readonly external?: External;
};

/**
 * The network of an ONNX file as data alone, without tfjs: operator sets 7 to 24, packed by gzip or not.
 *
 * Its input and output have the shapes of the file without the batch, which is 1: feature `i` is element `i` of the file's
 * tensor. Inside, images have their channels last. Weights are float32: what the file has in float64 is rounded to the
 * nearest, and what is certified is the network that was imported.
 *
 * @throws when the file is damaged, has ops that are not supported (one error names them all), or an option of an op that
 * is not.
 *
 * @example
 * ```ts
 * import { dense, network } from '@ibp/layers';
 * import { networkToOnnx } from '@ibp/onnx/export';
 * import { plainFromOnnx } from '@ibp/onnx/import';
 *
 * const bytes = await networkToOnnx(network([2], dense(3), { seed: 1 }));
 * console.log(plainFromOnnx(bytes).nodes.map(({ op }) => op).join(' ')); // input dense
 * ```
 */
export function plainFromOnnx(bytes: Uint8Array, options: PlainFromOnnxOptions = {}): PlainNetwork {
  return readModel(decode(unpacked(bytes)), options).network;
}
