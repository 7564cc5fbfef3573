import { disposeNetwork, type Network, networkOf } from '@ibp/layers';
import { hasOnnxRuntime, loadOnnxRuntime, type OnnxRuntime } from '../runtime/onnx-runtime';
import { assertRuns } from './assert-runs';
import type { PlainFromOnnxOptions } from './plain-from-onnx';
import { decode, locationsOf, readModel, unpacked } from './read-onnx';

/** Options of `fromOnnx`. */
export type FromOnnxOptions = Omit<PlainFromOnnxOptions, 'external'> & {
  /** The bytes of a file of weights beside the model, by the name that the model has for it. */
  readonly external?: (location: string) => Uint8Array | Promise<Uint8Array>;
  /** Whether the network is compared with onnxruntime: where that is installed, unless given. */
  readonly compare?: boolean;
  /** The onnxruntime to compare with: onnxruntime-node in Node and onnxruntime-web elsewhere unless given. */
  readonly runtime?: OnnxRuntime;
};

/**
 * The network of an ONNX file, with variables of its own that the caller frees (`disposeNetwork`). What it is, and what
 * of a file can be read, is said of `plainFromOnnx`, which needs no tfjs.
 *
 * Where onnxruntime is installed, both are run on random inputs, in the tfjs backend of now, and a difference beyond
 * rounding is an error.
 *
 * @throws when the file is damaged, has ops that are not supported (one error names them all), or computes something else
 * in onnxruntime.
 *
 * @example
 * ```ts
 * import { dense, network } from '@ibp/layers';
 * import { fromOnnx } from '@ibp/onnx';
 * import { networkToOnnx } from '@ibp/onnx/export';
 *
 * const net = await fromOnnx(await networkToOnnx(network([2], dense(3), { seed: 1 })));
 * console.log(net.inputShape, net.nodes.length); // [ 2 ] 2
 * ```
 */
export async function fromOnnx(
  bytes: Uint8Array,
  { external, compare, runtime, ...options }: FromOnnxOptions = {},
): Promise<Network> {
  const own = unpacked(bytes);
  const model = decode(own);
  const files = new Map<string, Uint8Array>();
  if (external) for (const location of locationsOf(model)) files.set(location, await external(location));
  const read = readModel(model, { ...options, ...(external && { external: (name) => files.get(name)! }) });
  const network = networkOf(read.network);
  try {
    if (compare ?? (runtime !== undefined || (await hasOnnxRuntime()))) {
      await assertRuns(network, read, own, files, runtime ?? (await loadOnnxRuntime()));
    }
    return network;
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}
