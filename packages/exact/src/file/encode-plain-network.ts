import { assertPlainNetwork, encodeSafetensors, type PlainNetwork, type PlainTensor } from '@ibp/core';
import { networkHash } from '../certificate/hash';
import { isPlainTensor } from '../plain/content';
import { arrayName, format } from './format';

/**
 * A network as the bytes of one file, in the safetensors format: its tensors as arrays of it, bit by bit, and in its
 * metadata the graph and the hash that certificates know the network by. `decodePlainNetwork` reads it.
 *
 * @throws when the network is not one that can be read again (see `assertPlainNetwork`), or there is no Web Crypto.
 */
export async function encodePlainNetwork(network: PlainNetwork): Promise<Uint8Array> {
  assertPlainNetwork('encodePlainNetwork', network);
  const arrays: { [name: string]: PlainTensor } = {};
  const graph = network.nodes.map(({ op, name, inputs, shape, params }, index) => {
    const options: { [name: string]: unknown } = {};
    for (const [parameter, value] of Object.entries(params)) {
      if (isPlainTensor(value)) arrays[arrayName(index, parameter)] = value;
      else options[parameter] = value; // JSON leaves out what is undefined
    }
    return { op, name, inputs, shape, options };
  });
  const hash = await networkHash(network);
  return encodeSafetensors({ arrays, metadata: { format, graph: JSON.stringify(graph), network: hash } });
}
