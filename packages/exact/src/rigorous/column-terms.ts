import { type AffineMap, matMulSizes, type PlainNetwork, type PlainNode } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';

function longestColumn(map: AffineMap): number {
  const counts = new Int32Array(map.inputs);
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) counts[columns[k]!]!++;
  }
  return counts.reduce((a, b) => Math.max(a, b), 0);
}

/** How many outputs of a node that is not linear one of its inputs is in, at most. */
function fanOut(node: PlainNode): number {
  // a unit is in no more windows than a window has places
  if (node.op === 'maxPool') return node.params.size[0] * node.params.size[1];
  return node.op === 'softmax' ? node.shape.at(-1)! : 1;
}

/** By the matrices, which are others where the network changed. */
const known = new WeakMap<object, readonly number[]>();

/**
 * How many terms a coefficient of each node is the sum of, at most, when coefficients are sent back from all nodes that
 * take it in; splits come on top. Made once for a network.
 *
 * @param maps those of the network, if they are at hand.
 */
export function columnTerms(network: PlainNetwork, maps = affineMaps(network)): readonly number[] {
  const made = known.get(maps);
  if (made) return made;
  const terms = network.nodes.map(() => 1);
  for (const [index, node] of network.nodes.entries()) {
    const map = maps[index];
    const longest = map ? longestColumn(map) : fanOut(node);
    for (const input of node.inputs) terms[input]! += longest;
    if (node.op === 'matMul') {
      const { rows, columns } = matMulSizes(node.inputs.map((i) => network.nodes[i]!.shape));
      terms[node.inputs[0]!]! += columns;
      terms[node.inputs[1]!]! += rows;
    }
  }
  known.set(maps, terms);
  return terms;
}
