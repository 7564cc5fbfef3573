import type { Network } from '../network';

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Where a softmax ends the network, but for nodes that put its units in another shape or order. */
function lastSoftmax({ nodes }: Network): number | undefined {
  let index = nodes.length - 1;
  while (['reshape', 'transpose'].includes(nodes[index]!.op)) index = nodes[index]!.inputs[0]!;
  const { op, shape } = nodes[index]!;
  // several rows in one: then which unit is the greatest may change with the softmax
  const oneRow = index === nodes.length - 1 || size(shape) === shape.at(-1);
  return op === 'softmax' && oneRow ? index : undefined;
}

/** The network without a softmax at its end: its logits, in the same order. */
export function withoutSoftmax(network: Network): Network {
  const softmax = lastSoftmax(network);
  if (softmax === undefined) return network;
  const before = network.nodes[softmax]!.inputs[0]!;
  const moved = (node: number) => (node === softmax ? before : node > softmax ? node - 1 : node);
  const nodes = network.nodes
    .filter((_, index) => index !== softmax)
    .map((node) => ({ ...node, inputs: node.inputs.map(moved) }));
  return { ...network, nodes: nodes as Network['nodes'] };
}
