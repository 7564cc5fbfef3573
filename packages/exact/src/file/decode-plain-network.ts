import {
  assertPlainNetwork,
  decodeSafetensors,
  fail,
  type NamedArrays,
  type PlainNetwork,
  type PlainNode,
  type PlainTensor,
  sizeOf,
} from '@ibp/core';
import * as v from 'valibot';
import { networkHash } from '../certificate/hash';
import { fileUnits, format, placeOf } from './format';
import { type Graph, graphSchema } from './graph';

const where = 'decodePlainNetwork';

/**
 * The network of a file that `encodePlainNetwork` wrote. Nothing in it is taken on trust: sizes and types of its arrays,
 * ops, parameters, connections and shapes are checked, and that the network has the hash that the file states.
 *
 * @throws when anything does not fit, as in a file that is damaged, of another kind or of another version, all nodes
 * together have more than 2^28 units, or there is no Web Crypto.
 */
export async function decodePlainNetwork(bytes: Uint8Array): Promise<PlainNetwork> {
  const { arrays, metadata } = decodeSafetensors(where, bytes);
  if (metadata.format !== format) {
    fail(where, `expected format ${format}, got ${metadata.format ?? 'none: no file of a network'}`);
  }
  const network = networkOf(graphOf(metadata.graph), arrays);
  const units = network.nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (!(units <= fileUnits)) fail(where, `expected at most ${fileUnits} units of all nodes, got ${units}`);
  assertPlainNetwork(where, network);
  const hash = await networkHash(network);
  if (metadata.network !== hash) {
    fail(where, `expected the network ${metadata.network}, as the file says, got ${hash}`);
  }
  return network;
}

function graphOf(text: string | undefined): Graph {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    fail(where, 'expected a graph in JSON, got none');
  }
  const { success, output, issues } = v.safeParse(graphSchema, value, { abortEarly: true });
  if (success) return output;
  return fail(where, `graph ${v.getDotPath(issues[0]) ?? ''}: ${issues[0].message}`);
}

/** The nodes with their arrays, each of which must be of one. */
function networkOf(graph: Graph, arrays: NamedArrays): PlainNetwork {
  const tensors = graph.map((): { [parameter: string]: PlainTensor } => ({}));
  for (const [name, array] of Object.entries(arrays)) {
    const { node, parameter } = placeOf(name);
    const own = tensors[node];
    if (!own) return fail(where, `expected arrays of ${graph.length} nodes, got "${name}"`);
    if (Object.hasOwn(graph[node]!.options, parameter)) {
      fail(where, `expected "${parameter}" of node ${node} once, got an array and an option`);
    }
    own[parameter] = array;
  }
  const nodes = graph.map(({ options, ...node }, index) => ({
    ...node,
    params: { ...options, ...tensors[index] },
  }));
  return { nodes: nodes as unknown as readonly PlainNode[] };
}
