import { type PlainNetwork, type PlainNode, sizeOf } from '@ibp/core';
import { affineMaps } from '../../plain/linear-nodes';
import { boundedNodes } from '../../rigorous/tighten';

/** How many terms the planes of each output of a product of matrices, or of softmax, have; 0 for what has one or two. */
function termsOf({ op, shape, inputs }: PlainNode, { nodes }: PlainNetwork): number {
  if (op === 'matMul') return 2 * nodes[inputs[0]!]!.shape.at(-1)!;
  return op === 'softmax' ? shape.at(-1)! : 0;
}

/**
 * How many products the bounds of so many leaves may take: a backward pass for each row, and with `crown` two for each
 * unit that an activation, a product or softmax takes in, as if the sign of all were open and all nodes were passed.
 */
export function multiplicationsOf(
  network: PlainNetwork,
  leaves: number,
  rows: number,
  intermediate: 'ibp' | 'crown',
): number {
  const maps = affineMaps(network);
  const products = network.nodes.map((node, i) => {
    const map = maps[i];
    return map ? map.outputs * map.maxTerms : sizeOf(node.shape) * termsOf(node, network);
  });
  const upTo = (node: number) => products.slice(0, node + 1).reduce((a, b) => a + b, 0);
  const all = upTo(products.length - 1);
  const hidden = boundedNodes(network);
  const units = (node: number) => sizeOf(network.nodes[node]!.shape);
  // each hidden layer is followed by another forward pass, which takes two products for each weight
  const tightening = hidden.reduce((sum, node) => sum + 2 * units(node) * upTo(node) + 2 * all, 0);
  return leaves * (rows * all + 2 * all + (intermediate === 'crown' ? tightening : 0));
}
