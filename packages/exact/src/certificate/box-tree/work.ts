import { type PlainNetwork, sizeOf } from '@ibp/core';
import { affineMaps } from '../../plain/linear-nodes';
import { preActivations } from '../../rigorous/tighten';

/**
 * How many products the bounds of so many leaves may take: a backward pass for each row, and with `crown` two for each
 * unit that an activation takes in, as if the sign of all were open and all nodes were passed.
 */
export function multiplicationsOf(
  network: PlainNetwork,
  leaves: number,
  rows: number,
  intermediate: 'ibp' | 'crown',
): number {
  const products = affineMaps(network).map((map) => (map ? map.outputs * map.maxTerms : 0));
  const upTo = (node: number) => products.slice(0, node + 1).reduce((a, b) => a + b, 0);
  const all = upTo(products.length - 1);
  const hidden = preActivations(network);
  const units = (node: number) => sizeOf(network.nodes[node]!.shape);
  // each hidden layer is followed by another forward pass, which takes two products for each weight
  const tightening = hidden.reduce((sum, node) => sum + 2 * units(node) * upTo(node) + 2 * all, 0);
  return leaves * (rows * all + 2 * all + (intermediate === 'crown' ? tightening : 0));
}
